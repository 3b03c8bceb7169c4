using System.Diagnostics;
using PuppeteerSharp;

namespace PaymentHub.Tests.Browser;

/// <summary>The real browser: the machine's own Chromium, without a window.</summary>
internal static class Chromium
{
    private const string Override = "PAYMENTHUB_CHROMIUM";

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    /// <exception cref="InvalidOperationException">There is none: says what to install.</exception>
    public static Task<IBrowser> StartAsync() =>
        Puppeteer.LaunchAsync(
            new LaunchOptions
            {
                ExecutablePath = Environment.GetEnvironmentVariable(Override) is { Length: > 0 } path
                    ? path
                    : Find(Names) ?? throw Missing("Chromium", "chromium", $", or name it by {Override}"),
                // Within a container, and as root, Chromium's own sandbox cannot start; it is only shown our pages.
                Args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--font-render-hinting=none", "--hide-scrollbars"],
            }
        );

    /// <summary>What a decoder that is not ours reads out of a picture.</summary>
    public static async Task<string> DecodeAsync(byte[] png)
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".png");
        await File.WriteAllBytesAsync(file, png);
        try
        {
            using var zbar = Process.Start(
                new ProcessStartInfo(Find("zbarimg") ?? throw Missing("zbarimg", "zbar-tools", ""), ["--quiet", "--raw", "--oneshot", file])
                {
                    RedirectStandardOutput = true,
                }
            )!;
            var text = await zbar.StandardOutput.ReadToEndAsync();
            await zbar.WaitForExitAsync();
            return text.TrimEnd('\n');
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string? Find(params ReadOnlySpan<string> names)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        foreach (var name in names)
        {
            if (folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists) is { } found)
                return found;
        }

        return null;
    }

    private static InvalidOperationException Missing(string what, string package, string otherwise) =>
        new($"{what} is needed by the browser tests and is not on the PATH. Install it (Debian and Ubuntu: apt-get install {package}){otherwise}.");
}
