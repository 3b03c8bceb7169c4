using System.Diagnostics;
using System.Text;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Contract;

/// <summary>The Node tools of the contract tests, which the build has installed.</summary>
internal static class ContractTools
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Their folder.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Root, "infra", "node", "contract");

    /// <summary>The merchants' OpenAPI file.</summary>
    public static string MerchantsFile { get; } = Path.Combine(Repository.Root, "functions", "Http", "openapi.yaml");

    /// <summary>The operators' OpenAPI file.</summary>
    public static string OperatorsFile { get; } = Path.Combine(Repository.Root, "functions", "Http", "ops-openapi.yaml");

    /// <summary>A file beside the contract tests.</summary>
    public static string Here(string name) => Path.Combine(Repository.Root, "tests", "Contract", name);

    /// <summary>Runs a script of an installed package, or a script of our own.</summary>
    /// <param name="script">Its path in the folder of the tools.</param>
    public static async Task<(int ExitCode, string Output)> RunAsync(string script, params IEnumerable<string> arguments)
    {
        using var deadline = new CancellationTokenSource(Patience);
        using var node = Process.Start(
            new ProcessStartInfo("node", [Path.Combine(Folder, script), .. arguments])
            {
                WorkingDirectory = Folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardOutputEncoding = Encoding.UTF8,
                // Its update check asks the network, and a test does not.
                Environment =
                {
                    ["CI"] = "true",
                    ["REDOCLY_SUPPRESS_UPDATE_NOTICE"] = "true",
                    ["REDOCLY_TELEMETRY"] = "off",
                    ["NO_COLOR"] = "1",
                },
            }
        )!;
        try
        {
            var output = node.StandardOutput.ReadToEndAsync(deadline.Token);
            var errors = node.StandardError.ReadToEndAsync(deadline.Token);
            await node.WaitForExitAsync(deadline.Token);
            return (node.ExitCode, await output + await errors);
        }
        finally
        {
            if (!node.HasExited)
                node.Kill(entireProcessTree: true);
        }
    }
}
