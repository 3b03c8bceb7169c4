using System.Diagnostics;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;
using PaymentHub.Tests.Webhooks;
using Xunit.Abstractions;

namespace PaymentHub.Tests.Journeys;

/// <summary>
/// Three endpoints of one merchant: a good one, a slow one, a dead one. The good one gets everything as if it were alone, the dead
/// one is probed as documented, and gets everything once it is back. Orders come at a steady pace, as they do; how long the good
/// endpoint took beside the others and alone is printed, not asserted, for it is the machine's time.
/// The suite runs it small; PAYMENTHUB_MATRIX=whole runs 300 orders with an endpoint that takes 10 seconds.
/// </summary>
public sealed class ThreeEndpoints(ITestOutputHelper output)
{
    private static readonly bool Whole = Environment.GetEnvironmentVariable("PAYMENTHUB_MATRIX") == "whole";
    private static readonly int Orders = Whole ? 300 : 20;
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(Whole ? 10 : 1);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(Whole ? 15 : 2);

    private static int Events => Enumerable.Range(0, Orders).Sum(DeliveryWorld.EventsOf);

    [Fact]
    public async Task A_good_endpoint_does_not_feel_a_slow_one_and_a_dead_one_which_gets_everything_when_it_is_back()
    {
        var alone = await AloneAsync();

        await using var good = await RecordingMerchant.StartAsync();
        await using var slow = await RecordingMerchant.StartAsync();
        await using var dead = await RecordingMerchant.StartAsync();
        slow.Answer = async () =>
        {
            await Task.Delay(Slow);
            return true;
        };
        var up = false;
        dead.Answer = () => Task.FromResult(Volatile.Read(ref up));
        await using var hub = await DeliveryWorld.StartAsync(
            new() { ["main"] = good, ["slow"] = slow, ["dead"] = dead },
            new() { ["PaymentHub:Delivery:Breaker:First"] = "00:00:01", ["PaymentHub:Delivery:Breaker:Most"] = "00:00:04" });

        var beside = await RunAsync(hub, good);
        await Eventually.TrueAsync(
            async () => (await hub.RowsAsync(TableNames.Orders, "parked|alpha|dead|")).Count > Orders / 2, Patience, "what the dead endpoint is owed waits");
        var requests = dead.Requests;
        var probes = (await hub.RowsAsync(TableNames.Endpoints, "alpha|dead"))[0].GetInt32("Probes")!.Value;
        Volatile.Write(ref up, true);
        await Eventually.TrueAsync(() => Task.FromResult(dead.Events == Events), Patience, "the dead endpoint has what it missed");

        output.WriteLine($"{Orders} orders, {Events} events: the good endpoint took {alone.TotalSeconds:0.0} s alone and {beside.TotalSeconds:0.0} s beside the others, "
            + $"ratio {beside / alone:0.00}; the dead one was asked {requests} times, {probes} probes among them.");
        good.AssertInOrder();
        slow.AssertInOrder();
        dead.AssertInOrder();
        Assert.Equal(Events, good.Requests);
        Assert.True(probes > 0);
        // Five orders open the breaker; at most three more attempts are on their way then. One probe may go out between the two counts.
        Assert.InRange(requests, 5, 5 + 3 + probes + 1);
    }

    private static async Task<TimeSpan> AloneAsync()
    {
        await using var good = await RecordingMerchant.StartAsync();
        await using var hub = await DeliveryWorld.StartAsync(new() { ["main"] = good });
        var took = await RunAsync(hub, good);
        good.AssertInOrder();
        return took;
    }

    private static async Task<TimeSpan> RunAsync(Hub hub, RecordingMerchant good)
    {
        var clock = Stopwatch.StartNew();
        var applied = new List<Task>();
        for (var number = 0; number < Orders; number++)
        {
            applied.Add(DeliveryWorld.ApplyAsync(hub, number));
            var ahead = (Pace * (number + 1)) - clock.Elapsed;
            if (ahead > TimeSpan.Zero)
                await Task.Delay(ahead);
        }

        await Task.WhenAll(applied);
        await Eventually.TrueAsync(() => Task.FromResult(good.Events == Events), Patience, "the good endpoint has everything");
        return clock.Elapsed;
    }
}
