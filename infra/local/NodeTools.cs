using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using PaymentHub.Local.Children;

namespace PaymentHub.Local;

/// <summary>Node, and the tools that it runs for us.</summary>
/// <param name="folder">The folder of install.mjs.</param>
/// <param name="logs">The folder for npm's log.</param>
internal sealed class NodeTools(string folder, string logs)
{
    private const int OldestVersion = 20;
    private static readonly string Wanted = $"Node.js {OldestVersion} or newer is needed for the storage emulator";

    /// <summary>Whether nothing has to be installed, as far as can be seen without asking the installer.</summary>
    public bool AreInstalled => File.Exists(Path.Combine(folder, "node_modules", ".installed"));

    /// <exception cref="LocalRunException">Node is missing or too old.</exception>
    public static async Task CheckNodeAsync(CancellationToken cancellationToken)
    {
        string version;
        try
        {
            using var node = Process.Start(new ProcessStartInfo("node", ["--version"]) { RedirectStandardOutput = true })
                ?? throw new LocalRunException($"{Wanted}, but 'node' did not start.");
            version = (await node.StandardOutput.ReadToEndAsync(cancellationToken)).Trim();
            await node.WaitForExitAsync(cancellationToken);
        }
        catch (Win32Exception)
        {
            throw new LocalRunException($"{Wanted}, but there is no 'node' on the PATH: install it from https://nodejs.org and try again.");
        }

        if (!int.TryParse(version.TrimStart('v').Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major) || major < OldestVersion)
            throw new LocalRunException($"{Wanted}, but 'node --version' says '{version}': install a newer one from https://nodejs.org and try again.");
    }

    /// <summary>Installs the tools, or finds that they are there. Waits when another process installs them.</summary>
    /// <exception cref="LocalRunException">npm failed.</exception>
    public async Task InstallAsync(CancellationToken cancellationToken)
    {
        using var log = new LogFile(Path.Combine(logs, "npm.log"));
        // The guard ends it with us; without it an installation that nobody waits for would go on.
        string[] command = [Path.Combine(folder, "guard.mjs"), "node", Path.Combine(folder, "install.mjs")];
        await using var installer = ChildProcess.Start(new ProcessStartInfo("node", command), log.Write);
        var exitCode = await installer.Ended.WaitAsync(cancellationToken);
        if (exitCode != 0)
        {
            throw new LocalRunException(
                $"npm could not install the Node tools in {folder}: check that it reaches a package registry, and see {log.Path}.", installer.LastLines);
        }
    }
}
