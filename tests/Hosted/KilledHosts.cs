using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using PaymentHub.Money;
using PaymentHub.Sandbox.Merchant;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;
using Xunit.Abstractions;

namespace PaymentHub.Tests.Hosted;

/// <summary>
/// The app that is deployed, under several hosts on one storage. In the middle of many callbacks a worker is killed, and then a whole host.
/// Whoever sends a callback sends it again until it is acknowledged, as providers do. The suite runs it small; PAYMENTHUB_MATRIX=whole sends 300.
/// </summary>
public sealed class KilledHosts(ITestOutputHelper output)
{
    private static readonly bool Whole = Environment.GetEnvironmentVariable("PAYMENTHUB_MATRIX") == "whole";
    private static readonly int Payments = Whole ? 300 : 60;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    // Shorter than a worker is away: who gets no answer there asks again, elsewhere.
    private static readonly TimeSpan ProviderTimeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ProviderPause = TimeSpan.FromMilliseconds(250);

    public static TheoryData<int, int> Shapes => Whole ? new() { { 2, 1 }, { 1, 2 } } : new() { { 2, 1 } };

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Nothing_is_lost_and_nothing_counts_twice_when_a_worker_and_a_host_are_killed(int hosts, int instancesOfEach)
    {
        var storm = new StormHosts(instancesOfEach);
        await using var hub = await Hub.StartAsync(
            new()
            {
                ["OutboxRelaySchedule"] = "* * * * * *",
                ["PaymentHub:Outbox:Grace"] = "00:00:02",
                ["PaymentHub:Outbox:Repeat"] = "00:00:02",
                // Nobody has asked for these addresses; as usual, each deposit would wait for a person.
                ["PaymentHub:Merchants:alpha:Accounts:alpha_usdt:UnknownAddresses"] = "accept",
            },
            start: async world =>
            {
                await storm.StartAsync(world, hosts);
                return storm;
            }
        );
        var clock = Stopwatch.StartNew();
        try
        {
            var posts = await SendAsync(hub, storm);
            var acknowledged = clock.Elapsed;
            await Eventually.TrueAsync(
                () => Task.FromResult(Webhooks(hub).DistinctBy(webhook => webhook.Id).Count() >= Payments),
                Patience,
                "the merchant knows of every payment"
            );
            await hub.SettleAsync();
            var done = clock.Elapsed;

            var ends = await storm.StopAsync();
            var result = new StormResult(
                await hub.RowsAsync(TableNames.Orders),
                await hub.RowsAsync(TableNames.Callbacks, "callback|"),
                Webhooks(hub)
            );
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"""
                    hosts     {hosts, 6}   instances of the app in each: {instancesOfEach}
                    killed         2   a worker after {Payments / 3} callbacks, a host after {2 * Payments / 3}
                    callbacks {Payments, 6}   all acknowledged after {acknowledged.TotalSeconds:0.0} s
                    posts     {posts, 6}   {posts - Payments} of them again, {result.Callbacks.Count} kept
                    """
                )
            );
            output.WriteLine(result.ToString());
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"done after {done.TotalSeconds:0.0} s"));
            result.AssertOnceEach([.. Enumerable.Range(0, Payments).Select(number => Amounts.Format(Amount(number)))]);
            Assert.All(ends, code => Assert.Equal(0, code));
        }
        catch
        {
            foreach (var line in storm.Lines.TakeLast(300))
                output.WriteLine(line);
            throw;
        }
    }

    private static async Task<int> SendAsync(Hub hub, StormHosts storm)
    {
        using var client = new HttpClient { Timeout = ProviderTimeout };
        var posts = 0;
        await Parallel.ForAsync(
            0,
            Payments,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (number, _) =>
            {
                if (number == Payments / 3)
                    storm.KillWorker();
                if (number == 2 * Payments / 3)
                    await storm.ReplaceHostAsync();
                var callback = SignedCallback.Gateway(hub.Alpha.Keys.Gateway, Data(number));
                await Eventually.TrueAsync(
                    async () =>
                    {
                        Interlocked.Increment(ref posts);
                        return await IsAcknowledgedAsync(
                            client,
                            callback,
                            new Uri(storm.NextAddress(), "/callbacks/" + hub.Alpha.CallbackId(hub.Alpha.GatewayAccount))
                        );
                    },
                    Patience,
                    $"callback {number} is acknowledged",
                    ProviderPause
                );
            }
        );
        return posts;
    }

    private static List<ReceivedWebhook> Webhooks(Hub hub) => [.. hub.Sandbox.Merchant.Received.Items.Where(webhook => webhook.Answered == 200)];

    private static decimal Amount(int number) => 1 + (number / 100m);

    private static string Data(int number) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"identify":"user-{{number}}","chain_type":3,"contract_type":32,"retry_id":"r","order_id":"{{1750000000000001000 + number}}","transaction_id":"{{number:x64}}","amount":{{Amount(number)}}}"""
        );

    // A host that is dead, or has no worker, answers nothing or with an error: that is no acknowledgement.
    private static async Task<bool> IsAcknowledgedAsync(HttpClient client, SignedCallback callback, Uri url)
    {
        try
        {
            using var body = new ByteArrayContent(callback.Body);
            body.Headers.ContentType = MediaTypeHeaderValue.Parse(callback.ContentType);
            using var answer = await client.PostAsync(url, body);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
