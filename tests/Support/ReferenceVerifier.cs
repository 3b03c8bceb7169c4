using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace PaymentHub.Tests.Support;

/// <summary>
/// The verifier that merchants use: npm's <c>standardwebhooks</c>, run by Node. It shares no code with what signs, and takes
/// only timestamps within five minutes of the machine's clock.
/// </summary>
internal static class ReferenceVerifier
{
    private static readonly string Script = Path.Combine(Repository.Root, "tests", "Webhooks", "verify.mjs");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Null when the webhook is verified, else what is wrong with it.</summary>
    public static async Task<string?> VerifyAsync(
        string secret,
        IReadOnlyDictionary<string, string> headers,
        string body,
        CancellationToken cancellationToken
    ) => (await VerifyAsync([new SignedWebhook(secret, headers, body)], cancellationToken))[0];

    /// <summary>As the other one, for many webhooks in one process.</summary>
    public static async Task<IReadOnlyList<string?>> VerifyAsync(IReadOnlyList<SignedWebhook> webhooks, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);
        using var node = Process.Start(
            new ProcessStartInfo("node", [Script])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
                StandardOutputEncoding = Encoding.UTF8,
            }
        )!;
        try
        {
            var output = node.StandardOutput.ReadToEndAsync(deadline.Token);
            var errors = node.StandardError.ReadToEndAsync(deadline.Token);
            await node.StandardInput.WriteAsync(JsonSerializer.Serialize(webhooks, JsonSerializerOptions.Web).AsMemory(), deadline.Token);
            node.StandardInput.Close();
            await node.WaitForExitAsync(deadline.Token);
            return node.ExitCode == 0
                ? JsonSerializer.Deserialize<string?[]>(await output)!
                : throw new InvalidOperationException($"{Script} failed: {await errors}");
        }
        finally
        {
            if (!node.HasExited)
                node.Kill();
        }
    }
}
