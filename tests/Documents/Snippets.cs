using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Documents;

/// <summary>Programs that run what stands in documents, and webhooks to hold them against.</summary>
internal static class Snippets
{
    public const string Secret = "whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2U=";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Runs a program to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        string program,
        IEnumerable<string> arguments,
        string input,
        params (string Name, string Value)[] environment
    )
    {
        using var deadline = new CancellationTokenSource(Patience);
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(deadline.Token), process.StandardError.ReadToEndAsync(deadline.Token));
            await process.StandardInput.WriteAsync(input.AsMemory(), deadline.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(deadline.Token);
            return (process.ExitCode, await output + await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>A webhook as it is sent at that time, signed by hand as Standard Webhooks says.</summary>
    public static SignedWebhook Webhook(string body, DateTimeOffset at, string id = "evt_dep_4xe7bw90sba62sj1ffa4cph7w3_2")
    {
        var moment = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = HMACSHA256.HashData(Convert.FromBase64String(Secret["whsec_".Length..]), Encoding.UTF8.GetBytes($"{id}.{moment}.{body}"));
        return new SignedWebhook(
            Secret,
            new Dictionary<string, string>
            {
                ["webhook-id"] = id,
                ["webhook-timestamp"] = moment,
                ["webhook-signature"] = $"v1,{Convert.ToBase64String(signature)}",
            },
            body
        );
    }

    /// <summary>One that is good now, and then one for each thing that can be wrong with it.</summary>
    public static IEnumerable<(string What, SignedWebhook Webhook)> Webhooks()
    {
        var now = TimeProvider.System.GetUtcNow();
        var good = Webhook("""{"type":"deposit.completed","data":{"customer_id":"user-1","amount":"10.5","currency":"USDT","note":"两件"}}""", now);
        yield return ("good", good);
        yield return ("altered body", good with { Body = good.Body.Replace("10.5", "105", StringComparison.Ordinal) });
        yield return ("stale", Webhook(good.Body, now.AddMinutes(-6)));
        yield return ("from the future", Webhook(good.Body, now.AddMinutes(6)));
        foreach (var name in good.Headers.Keys)
            yield return ($"without {name}", good with { Headers = good.Headers.Where(header => header.Key != name).ToDictionary() });
        yield return (
            "another's signature",
            good with
            {
                Headers = new Dictionary<string, string>(good.Headers) { ["webhook-signature"] = $"v1,{Convert.ToBase64String(new byte[32])}" },
            }
        );
    }
}
