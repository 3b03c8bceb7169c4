using System.Diagnostics;

namespace PaymentHub.Benchmarks;

/// <summary>The whole road under load: callback, order, webhook, as many as go.</summary>
internal static class Road
{
    private const int WarmUp = 1_000;

    public static async Task<Report> RunAsync(LoadOptions options, int deposits, int atOnce, int backlog, CancellationToken stop)
    {
        var report = new Report("road");
        Dictionary<string, StorageCount>? counts = null;
        double rate;
        await using (var world = await options.StartAsync(stop))
        {
            var merchant = world.Plan.Merchants[0];
            Progress.Say($"warming up with {WarmUp} deposits");
            await world.Deposits.PushAsync(merchant, world.Deposits.Sign(merchant, WarmUp), atOnce, backlog);
            var callbacks = world.Deposits.Sign(merchant, deposits);

            if (world.IsOurs)
                await world.CountAsync();
            var before = world.IsOurs ? world.Processor() : null;
            var started = Stopwatch.GetTimestamp();
            var samples = await Progress.WatchAsync(
                world.Deposits.PushAsync(merchant, callbacks, atOnce, backlog),
                () => $"{Stopwatch.GetElapsedTime(started).TotalSeconds:0} s, {world.Deposits.Open} deposits under way"
            );
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            rate = deposits / seconds;

            report.Add("deposits_a_second", rate, $"deposits a second, of {deposits}, {atOnce} sent at once, {backlog} under way at most");
            report.AddPercentiles("accept", samples.Select(sample => sample.AcceptMilliseconds), "until a callback is acknowledged");
            report.AddPercentiles("webhook", samples.Select(sample => sample.RoadMilliseconds), "from a callback to its webhook");
            report.Add("refused", world.Deposits.Refused, "callbacks refused");
            report.Add("repeated", world.Deposits.Repeated, "webhooks that came again");
            if (before is not null)
            {
                var after = world.Processor();
                report.Add("worker_ms", (after.Worker - before.Worker).TotalMilliseconds / deposits, "ms of processor a webhook, the worker");
                report.Add("host_ms", (after.Host - before.Host).TotalMilliseconds / deposits, "ms of processor a webhook, the host");
                counts = await world.CountAsync();
                report.AddStorage(counts, deposits);
            }
        }

        if (counts is not null)
        {
            await using var azurite = await World.StartAzuriteAsync(stop);
            Progress.Say("the same storage operations alone");
            var floor = await new Floor(azurite.ConnectionString, counts, deposits).RunAsync(deposits, atOnce, stop);
            var bare = deposits / floor.All * 1000;
            report.Add("floor_a_second", bare, "times a second all of one deposit's storage operations, alone");
            report.Add("of_floor", rate / bare, "of that floor");
        }

        return report;
    }
}
