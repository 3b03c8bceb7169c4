using PaymentHub.Tests.Support;
using PaymentHub.Tests.Webhooks;
using Xunit.Abstractions;

namespace PaymentHub.Tests.Journeys;

/// <summary>
/// The app dies again and again while it delivers. Every event arrives at least once, an order's events in sequence, a repeated one
/// under the same id and byte for byte the same. The suite runs it small; PAYMENTHUB_MATRIX=whole runs 500 events and 20 deaths.
/// </summary>
public sealed class KilledDeliveries(ITestOutputHelper output)
{
    private static readonly bool Whole = Environment.GetEnvironmentVariable("PAYMENTHUB_MATRIX") == "whole";
    private static readonly int Orders = Whole ? 200 : 80;
    private static readonly int Deaths = Whole ? 20 : 3;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(Whole ? 10 : 2);

    [Fact]
    public async Task Every_event_arrives_however_often_the_app_dies()
    {
        var random = new Random(20240501);
        var events = Enumerable.Range(0, Orders).Sum(DeliveryWorld.EventsOf);
        await using var merchant = await RecordingMerchant.StartAsync();
        merchant.Answer = async () =>
        {
            await Task.Delay(100);
            return true;
        };
        await using var hub = await DeliveryWorld.StartAsync(new() { ["main"] = merchant }, new() { ["PaymentHub:Delivery:Timeout"] = "00:00:02" });

        var applying = Parallel.ForAsync(
            0,
            Orders,
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (number, _) => await DeliveryWorld.ApplyAsync(hub, number)
        );
        var interrupted = 0;
        for (var death = 1; death <= Deaths; death++)
        {
            var before = merchant.Requests;
            await Eventually.TrueAsync(() => Task.FromResult(merchant.Requests > before || merchant.Events == events), Patience, "deliveries go on");
            await Task.Delay(random.Next(50, 1_000));
            interrupted += merchant.Events < events ? 1 : 0;
            hub.Process.Kill();
            await hub.BringUpAsync();
        }

        await applying.WaitAsync(Patience);
        await Eventually.TrueAsync(() => Task.FromResult(merchant.Events == events), Patience, "every event has arrived");
        await hub.SettleAsync();

        output.WriteLine(
            $"{events} events of {Orders} orders, {interrupted} deaths on the way: {merchant.Requests} requests, {merchant.Taken.Count - events} of them duplicates."
        );
        // Else there was nothing left to interrupt.
        Assert.Equal(Deaths, interrupted);
        Assert.Equal(events, merchant.Events);
        Assert.Equal(events, merchant.Taken.Select(one => (one.Id, one.Body)).Distinct().Count());
        merchant.AssertInOrder();
    }
}
