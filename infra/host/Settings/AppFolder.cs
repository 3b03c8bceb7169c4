using System.Text.Json;

namespace FunctionsHost.Settings;

/// <summary>The build output of an app.</summary>
/// <param name="Folder">Its full path, without a separator at the end.</param>
/// <param name="Executable">What runs the worker.</param>
/// <param name="Assembly">The worker itself, a full path.</param>
/// <param name="HostJson">The app's host.json.</param>
internal sealed record AppFolder(string Folder, string Executable, string Assembly, HostJson HostJson)
{
    private const string Language = "dotnet-isolated";

    /// <summary>The app's name: that of its assembly.</summary>
    public string Name => Path.GetFileNameWithoutExtension(Assembly);

    /// <exception cref="HostException">It is not the output of an isolated .NET app.</exception>
    public static AppFolder Read(string folder, IReadOnlyDictionary<string, string> settings)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var file = Path.Combine(full, "worker.config.json");
        if (!File.Exists(file))
        {
            throw new HostException(
                $"{full} has no worker.config.json: name the build output folder of a Functions app (isolated worker), and build it first."
            );
        }

        var config = ReadWorkerConfig(file);
        if (config.Language != Language)
            throw new HostException($"{file} names the language '{config.Language}'; this host runs {Language} only.");
        var assembly = Path.Combine(full, config.WorkerPath);
        return File.Exists(assembly)
            ? new AppFolder(full, config.Executable, assembly, HostJson.Read(full, settings))
            : throw new HostException($"{file} names {config.WorkerPath}, which is not there: build the app.");
    }

    private static (string Language, string Executable, string WorkerPath) ReadWorkerConfig(string file)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(file));
            var description = json.RootElement.GetProperty("description");
            string Text(string name) => description.GetProperty(name).GetString()!;
            return (Text("language"), Text("defaultExecutablePath"), Text("defaultWorkerPath"));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new HostException($"{file} cannot be read: {e.Message}", e);
        }
    }
}
