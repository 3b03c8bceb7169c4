using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker.Standin.Hosting;

/// <summary>Reads a settings file, in which comments are allowed.</summary>
internal static class JsonSettings
{
    /// <exception cref="InvalidOperationException">The file is no JSON; the message names it.</exception>
    public static IConfigurationRoot Read(string file)
    {
        try
        {
            using var content = File.OpenRead(file);
            return new ConfigurationBuilder().AddJsonStream(content).Build();
        }
        catch (Exception failure) when (failure is FormatException or JsonException)
        {
            throw new InvalidOperationException($"{file} cannot be read. {failure.Message}", failure);
        }
    }
}
