using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using PaymentHub.Local.Children;

namespace PaymentHub.Local;

/// <summary>Node, and the tools that it runs for us.</summary>
/// <param name="folder">The folder of install.mjs.</param>
/// <param name="logs">The folder for npm's log.</param>
internal sealed class NodeTools(string folder, string logs)
{
    private const int OldestVersion = 20;
    private static readonly TimeSpan TimeToAnswer = TimeSpan.FromSeconds(30);

    // The installer takes another one's lock over after ten minutes, and then installs itself.
    private static readonly TimeSpan TimeToInstall = TimeSpan.FromMinutes(15);
    private static readonly string Wanted = $"Node.js {OldestVersion} or newer is needed for the storage emulator";

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
    public static async Task CheckNodeAsync(CancellationToken cancellationToken)
    {
        string version;
        try
        {
            var said = "";
            await using var node = ChildProcess.Start(new ProcessStartInfo("node", ["--version"]), line => said = said.Length == 0 ? line : said);
            await node.Ended.WaitAsync(TimeToAnswer, cancellationToken);
            version = said.Trim();
        }
        catch (TimeoutException)
        {
            throw new LocalRunException($"{Wanted}, but 'node --version' did not answer within {TimeToAnswer.TotalSeconds:0} seconds.");
        }
        catch (Win32Exception)
        {
            throw new LocalRunException($"{Wanted}, but there is no 'node' on the PATH: install it from https://nodejs.org and try again.");
        }

        if (!int.TryParse(version.TrimStart('v').Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major) || major < OldestVersion)
            throw new LocalRunException($"{Wanted}, but 'node --version' says '{version}': install a newer one from https://nodejs.org and try again.");
    }

    /// <summary>Installs the tools, or finds that they are there. Waits when another process installs them.</summary>
    /// <exception cref="LocalRunException">npm failed, or did not end.</exception>
    public async Task InstallAsync(CancellationToken cancellationToken)
    {
        // Everything waits for this, and where there is nothing to do, not for long.
        var patience = AreInstalled ? TimeToAnswer : TimeToInstall;
        using var log = new LogFile(Path.Combine(logs, "npm.log"));
        // The guard ends it with us; without it an installation that nobody waits for would go on.
        string[] command = [Path.Combine(folder, "guard.mjs"), "node", Path.Combine(folder, "install.mjs")];
        await using var installer = ChildProcess.Start(new ProcessStartInfo("node", command), log.Write);
        try
        {
            if (await installer.Ended.WaitAsync(patience, cancellationToken) == 0)
                return;
        }
        catch (TimeoutException) when (AreInstalled)
        {
            return;
        }
        catch (TimeoutException)
        {
            // Told below.
        }

        throw new LocalRunException(
            $"npm could not install the Node tools in {folder}: check that it reaches a package registry, and see {log.Path}.", installer.LastLines);
    }
}
