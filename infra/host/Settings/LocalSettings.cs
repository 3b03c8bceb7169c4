using System.Text.Json;
using System.Text.Json.Nodes;

namespace FunctionsHost.Settings;

/// <summary>local.settings.json: what an app on Azure has as its application settings.</summary>
internal static class LocalSettings
{
    public const string FileName = "local.settings.json";

    /// <summary>Its values, without those that the environment has already: there it is easier to change one of them.</summary>
    /// <exception cref="HostException">It cannot be read.</exception>
    public static IReadOnlyDictionary<string, string> Read(string file)
    {
        try
        {
            var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
            var json = JsonNode.Parse(File.ReadAllText(file), documentOptions: options)?.AsObject();
            if (json?["IsEncrypted"]?.GetValue<bool>() == true)
                throw new HostException($"{file} is encrypted; 'func settings decrypt' opens it.");
            return (json?["Values"]?.AsObject() ?? [])
                .Where(setting => setting.Value is not null && Environment.GetEnvironmentVariable(setting.Key) is null)
                .ToDictionary(setting => setting.Key, setting => setting.Value!.ToString(), StringComparer.OrdinalIgnoreCase);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or IOException or ArgumentException)
        {
            throw new HostException($"{file} cannot be read: {e.Message}", e);
        }
    }
}
