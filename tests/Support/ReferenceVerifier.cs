using System.Diagnostics;
using System.Text.Json;

namespace PaymentHub.Tests.Support;

/// <summary>Verifies webhooks with the reference implementation of Standard Webhooks, the npm package standardwebhooks.</summary>
internal static class ReferenceVerifier
{
    private const string Script = """
        import { createRequire } from 'node:module';
        const { Webhook } = createRequire(process.argv[1] + '/')('standardwebhooks');
        let text = '';
        for await (const chunk of process.stdin) text += chunk;
        const { secret, headers, body } = JSON.parse(text);
        try { new Webhook(secret).verify(body, headers); console.log('verified'); } catch (e) { console.log(e.message); }
        """;

    /// <summary>Null when it is verified, otherwise the package's words.</summary>
    public static async Task<string?> VerifyAsync(string secret, IReadOnlyDictionary<string, string> headers, string body, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("node", ["--input-type=module", "--eval", Script, SharedAzurite.Tools]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var node = Process.Start(start)!;
        await node.StandardInput.WriteAsync(JsonSerializer.Serialize(new { secret, headers, body }).AsMemory(), cancellationToken);
        node.StandardInput.Close();
        var said = (await node.StandardOutput.ReadToEndAsync(cancellationToken)).Trim();
        await node.WaitForExitAsync(cancellationToken);
        return said == "verified" ? null : said;
    }
}
