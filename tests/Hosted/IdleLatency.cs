using System.Diagnostics;
using System.Globalization;
using PaymentHub.Tests.Support;
using Xunit.Abstractions;

namespace PaymentHub.Tests.Hosted;

/// <summary>
/// How long a deposit's webhook takes from its callback when nothing else happens: the real worker under the Functions host for laptops, whose
/// queue listeners are the WebJobs SDK's own, one deposit after the other, each after a pause in which the listeners have come to rest.
/// Prints, and asserts no time. PAYMENTHUB_MATRIX=whole compares polling intervals; the suite looks at host.json's.
/// </summary>
public sealed class IdleLatency(ITestOutputHelper output)
{
    private static readonly bool Whole = Environment.GetEnvironmentVariable("PAYMENTHUB_MATRIX") == "whole";
    private static readonly int Deposits = Whole ? 30 : 3;

    public static TheoryData<string?> Intervals => Whole ? ["00:00:02", "00:00:00.500", "00:00:00.200", "00:00:00.100"] : [(string?)null];

    [Theory]
    [MemberData(nameof(Intervals))]
    public async Task A_deposit_is_told_soon_after_its_callback(string? interval)
    {
        // Null lets host.json's stand.
        await using var hub = await HostedApp.StartAsync(
            new()
            {
                ["AzureFunctionsJobHost:extensions:queues:maxPollingInterval"] = interval,
                ["PaymentHub:Merchants:alpha:Accounts:alpha_usdt:UnknownAddresses"] = "accept",
            }
        );
        var rest = Whole ? TimeSpan.Parse(interval!, CultureInfo.InvariantCulture) * 2 : TimeSpan.Zero;
        var random = new Random(20240501);
        var took = new List<double>();
        for (var number = 0; number <= Deposits; number++)
        {
            // A pause of chance length, so that no deposit meets a listener always at the same point of its wait.
            await Task.Delay(rest + (random.NextDouble() * rest));
            took.Add(await TellAsync(hub, number));
        }

        var sorted = took.Skip(1).Order().ToList(); // The first one warms.
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"maxPollingInterval {interval ?? "of host.json"}: median {sorted[sorted.Count / 2]:0} ms, 95 % {sorted[(int)(sorted.Count * 0.95)]:0} ms, longest {sorted[^1]:0} ms of {sorted.Count} deposits"
            )
        );
        Assert.Equal(Deposits + 1, hub.Sandbox.Merchant.Received.Items.Count);
    }

    private static async Task<double> TellAsync(Hub hub, int number)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{1_750_000_000_000_000_000 + number}");
        var data =
            $$"""{"identify":"same","chain_type":3,"contract_type":32,"order_id":"{{id}}","transaction_id":"{{new string('a', 45)}}{{id}}","amount":10}""";
        var callback = SignedCallback.Gateway(hub.Alpha.Keys.Gateway, data);
        var started = Stopwatch.GetTimestamp();
        Assert.Equal(200, (await callback.PostAsync(new Uri(hub.Address, "/callbacks/" + hub.Alpha.CallbackId(hub.Alpha.GatewayAccount)))).Status);
        await hub.Sandbox.Merchant.WaitForAsync(webhook => webhook.Text.Contains(id, StringComparison.Ordinal), Hub.Patience);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
