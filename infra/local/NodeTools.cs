using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace PaymentHub.Local;

/// <summary>Node, and the tools that it runs for us.</summary>
/// <param name="folder">The folder of install.mjs.</param>
internal sealed class NodeTools(string folder)
{
    private const int OldestVersion = 20;
    private static readonly TimeSpan TimeToAnswer = TimeSpan.FromSeconds(30);
    private static readonly string Wanted = $"Node.js {OldestVersion} or newer is needed for the storage emulator";

    /// <summary>Where install.mjs is.</summary>
    public string Folder => folder;

    public string Azurite => Path.Combine(folder, "node_modules", "azurite", "dist", "src", "azurite.js");

    /// <summary>Whether the packages of the lock file are installed: the installer writes its hash last.</summary>
    public bool AreInstalled
    {
        get
        {
            var stamp = Path.Combine(folder, "node_modules", ".installed");
            return File.Exists(stamp)
                && File.ReadAllText(stamp) == Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, "package-lock.json"))));
        }
    }

    /// <exception cref="LocalRunException">Node is missing or too old.</exception>
    public static async Task CheckNodeAsync()
    {
        string version;
        try
        {
            using var node = Process.Start(new ProcessStartInfo("node", ["--version"]) { RedirectStandardOutput = true })!;
            try
            {
                version = (await node.StandardOutput.ReadToEndAsync().WaitAsync(TimeToAnswer)).Trim();
            }
            catch (TimeoutException)
            {
                node.Kill(entireProcessTree: true);
                throw new LocalRunException($"{Wanted}, but 'node --version' did not answer within {TimeToAnswer.TotalSeconds:0} seconds.");
            }
        }
        catch (Win32Exception)
        {
            throw new LocalRunException($"{Wanted}, but there is no 'node' on the PATH: install it from https://nodejs.org and try again.");
        }

        if (
            !int.TryParse(version.TrimStart('v').Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            || major < OldestVersion
        )
        {
            throw new LocalRunException(
                $"{Wanted}, but 'node --version' says '{version}': install a newer one from https://nodejs.org and try again."
            );
        }
    }
}
