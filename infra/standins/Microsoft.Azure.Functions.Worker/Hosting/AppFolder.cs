using Microsoft.Extensions.Hosting;

namespace Microsoft.Azure.Functions.Worker.Standin.Hosting;

/// <summary>Where an app's host.json and local.settings.json lie: beside its binary, unless a content root was chosen.</summary>
internal static class AppFolder
{
    /// <summary>The file's path, or null where there is none.</summary>
    public static string? Find(IHostEnvironment environment, string file)
    {
        var chosen = Path.TrimEndingDirectorySeparator(environment.ContentRootPath) != Path.TrimEndingDirectorySeparator(Directory.GetCurrentDirectory());
        string[] folders = chosen
            ? [environment.ContentRootPath, AppContext.BaseDirectory]
            : [AppContext.BaseDirectory, environment.ContentRootPath];
        return folders.Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
    }
}
