using System.Collections.Concurrent;
using System.Diagnostics;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;
using PaymentHub.Tests.Webhooks;
using Xunit.Abstractions;

namespace PaymentHub.Tests.Journeys;

/// <summary>
/// Three endpoints of one merchant: a good one, a slow one, a dead one. The good one gets everything as if it were alone, the dead
/// one is probed as documented, and gets everything once it is back. Orders come at a steady pace, one that the storage emulator can
/// bear with three endpoints: else its time would be measured. How long the good endpoint took beside the others and alone, and how
/// long an event was on its way, is printed, not asserted, for it is the machine's time.
/// The suite runs it small; PAYMENTHUB_MATRIX=whole runs 300 orders with an endpoint that takes 10 seconds.
/// </summary>
public sealed class ThreeEndpoints(ITestOutputHelper output)
{
    private static readonly bool Whole = Environment.GetEnvironmentVariable("PAYMENTHUB_MATRIX") == "whole";
    private static readonly int Orders = Whole ? 300 : 20;
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(Whole ? 10 : 1);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(Whole ? 250 : 100);
    private static readonly TimeSpan FirstProbe = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestProbe = TimeSpan.FromSeconds(4);
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
        var (up, down) = (false, new Stopwatch());
        dead.Answer = () =>
        {
            down.Start();
            return Task.FromResult(Volatile.Read(ref up));
        };
        await using var hub = await DeliveryWorld.StartAsync(
            new()
            {
                ["main"] = good,
                ["slow"] = slow,
                ["dead"] = dead,
            },
            new() { ["PaymentHub:Delivery:Breaker:First"] = FirstProbe.ToString(), ["PaymentHub:Delivery:Breaker:Max"] = LongestProbe.ToString() }
        );

        var beside = await RunAsync(hub, good);
        await Eventually.TrueAsync(
            async () => (await hub.RowsAsync(TableNames.Orders, "suspended|alpha|dead|")).Count > Orders / 2,
            Patience,
            "what the dead endpoint is owed waits"
        );
        var (requests, probes) = (dead.Requests, ProbesWithin(down.Elapsed));
        Volatile.Write(ref up, true);
        await Eventually.TrueAsync(() => Task.FromResult(dead.Events == Events), Patience, "the dead endpoint has what it missed");
        // All of 300 orders would take it the better part of an hour.
        await Eventually.TrueAsync(() => Task.FromResult(slow.Events >= (Whole ? 20 : Events)), Patience, "the slow endpoint gets what it can take");

        output.WriteLine(
            $"{Orders} orders, {Events} events: the good endpoint took {alone.Took.TotalSeconds:0.0} s alone and {beside.Took.TotalSeconds:0.0} s beside the others, "
                + $"ratio {beside.Took / alone.Took:0.00}."
        );
        output.WriteLine($"An event was on its way for {alone} alone and {beside} beside the others.");
        output.WriteLine($"The dead one was asked {requests} times; at most {probes} of that as probes.");
        good.AssertInOrder();
        slow.AssertInOrder();
        dead.AssertInOrder();
        Assert.Equal(Events, good.Requests);
        // Five orders open the breaker; at most three more attempts are on their way then. One probe may go out between the two counts.
        Assert.InRange(requests, 6, 5 + 3 + probes + 1);
    }

    /// <summary>How many probes the documented schedule has in the time since a breaker opened: each waits twice as long as the one before.</summary>
    private static int ProbesWithin(TimeSpan time)
    {
        var probes = 0;
        var wait = FirstProbe;
        for (var at = wait; at <= time; at += wait)
        {
            probes++;
            wait = 2 * wait < LongestProbe ? 2 * wait : LongestProbe;
        }

        return probes;
    }

    private static async Task<Delays> AloneAsync()
    {
        await using var good = await RecordingMerchant.StartAsync();
        await using var hub = await DeliveryWorld.StartAsync(new() { ["main"] = good });
        var delays = await RunAsync(hub, good);
        good.AssertInOrder();
        return delays;
    }

    private static async Task<Delays> RunAsync(Hub hub, RecordingMerchant good)
    {
        var clock = Stopwatch.StartNew();
        var stored = new ConcurrentDictionary<(string Order, int Version), long>();
        var applied = new List<Task>();
        for (var number = 0; number < Orders; number++)
        {
            applied.Add(DeliveryWorld.ApplyAsync(hub, number, (order, version) => stored[(order, version)] = Stopwatch.GetTimestamp()));
            var ahead = (Pace * (number + 1)) - clock.Elapsed;
            if (ahead > TimeSpan.Zero)
                await Task.Delay(ahead);
        }

        await Task.WhenAll(applied);
        await Eventually.TrueAsync(() => Task.FromResult(good.Events == Events), Patience, "the good endpoint has everything");
        return new Delays(clock.Elapsed, [.. good.Taken.Select(one => Stopwatch.GetElapsedTime(stored[(one.Order, one.Version)], one.At)).Order()]);
    }

    /// <summary>How long it took until everything had arrived, and how long each event was on its way, the quickest first.</summary>
    private sealed record Delays(TimeSpan Took, IReadOnlyList<TimeSpan> OnTheirWay)
    {
        public override string ToString() =>
            $"{OnTheirWay[OnTheirWay.Count / 2].TotalMilliseconds:0} ms (half of them) and {OnTheirWay[OnTheirWay.Count * 99 / 100].TotalMilliseconds:0} ms (99 of 100)";
    }
}
