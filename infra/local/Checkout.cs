using System.Runtime.InteropServices;

namespace PaymentHub.Local;

/// <summary>The checkout that this program was built in, and what was built beside it.</summary>
/// <param name="Root">The folder of Functions.sln.</param>
/// <param name="Output">The folder of this program's own assembly: …/bin/Local/debug.</param>
internal sealed record Checkout(string Root, string Output)
{
    private const string Assembly = "PaymentHub.dll";

    /// <summary>The folder of install.mjs and azurite.mjs.</summary>
    public string NodeTools => Path.Combine(Root, "infra", "node");

    public string ExampleSettings => Path.Combine(Root, "local.settings.example.json");

    /// <summary>Where the local run keeps its log files, unless told otherwise. Never committed.</summary>
    public string Logs => Path.Combine(Root, "artifacts", "local");

    /// <summary>The folder of a published function app; null for the one that was built beside this program.</summary>
    public string? App { get; init; }

    /// <summary>The function app.</summary>
    public string Hub => App is null ? Sibling("PaymentHub", Assembly) : Published(App);

    /// <summary>The Functions host for machines without Core Tools.</summary>
    public string Host => Sibling("Host", "FunctionsHost.dll");

    public string Sandbox => Sibling("Sandbox", "PaymentHub.Sandbox.dll");

    /// <summary>The program that runs assemblies: the one whose runtime we are on, for PATH may have none, or another.</summary>
    public static string Dotnet
    {
        get
        {
            var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
            var ours = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
            return File.Exists(ours) ? ours : name;
        }
    }

    /// <exception cref="LocalRunException">The program does not lie in a checkout.</exception>
    public static Checkout Find()
    {
        var output = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        for (var folder = output; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Functions.sln")))
                return new Checkout(folder, output);
        }

        throw new LocalRunException($"{output} is in no checkout of the repository: start the local run with 'dotnet run --project infra/local'.");
    }

    private static string Published(string folder)
    {
        var path = Path.Combine(Path.GetFullPath(folder), Assembly);
        return File.Exists(path)
            ? path
            : throw new LocalRunException($"{path} is missing: publish with 'dotnet publish functions -c Release -o <folder>' and give its folder.");
    }

    // …/bin/Local/debug → …/bin/<project>/debug
    private string Sibling(string project, string assembly)
    {
        var path = Path.GetFullPath(Path.Combine(Output, "..", "..", project, Path.GetFileName(Output), assembly));
        return File.Exists(path) ? path : throw new LocalRunException($"{path} is missing: build with 'dotnet build infra/local' and try again.");
    }
}
