using System.Diagnostics;

namespace PaymentHub.Benchmarks;

/// <summary>One deposit at a time, with pauses of any length between them: what a merchant feels who is alone.</summary>
internal static class Idle
{
    private const int WarmUp = 100;
    private const double ShortestPause = 0.1;
    private const double LongestPause = 1.5;
    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(8);

    public static async Task<Report> RunAsync(LoadOptions options, int deposits, CancellationToken stop)
    {
        var report = new Report("idle");
        Dictionary<string, StorageCount>? counts = null;
        await using (var world = await options.StartAsync(stop))
        {
            var merchant = world.Plan.Merchants[0];
            Progress.Say($"warming up with {WarmUp} deposits");
            await world.Deposits.PushAsync(merchant, world.Deposits.Sign(merchant, WarmUp), 4, 16);
            var callbacks = world.Deposits.Sign(merchant, deposits);

            if (world.IsOurs)
                await world.CountAsync();
            var samples = new List<Sample>();
            var started = Stopwatch.GetTimestamp();
            await Progress.WatchAsync(SendAsync(world, callbacks, samples, stop), () => $"{samples.Count} of {deposits} deposits");
            report.AddPercentiles("accept", samples.Select(sample => sample.AcceptMilliseconds), "until a callback is acknowledged");
            report.AddPercentiles("webhook", samples.Select(sample => sample.RoadMilliseconds), "from a callback to its webhook");
            if (world.IsOurs)
            {
                counts = await world.CountAsync();
                var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
                counts = Without(counts, await PriceOfQuietAsync(world, report, stop), seconds);
                report.AddStorage(counts, deposits);
            }
        }

        if (counts is not null)
        {
            await using var azurite = await World.StartAzuriteAsync(stop);
            Progress.Say("the same storage operations alone");
            // Looking into queues that are empty is the price of time, not of a deposit.
            counts.Remove("receive");
            var floor = await new Floor(azurite.ConnectionString, counts, deposits).RunAsync(deposits, 1, stop);
            report.AddPercentiles("floor", floor.Each, "all of one deposit's storage operations, one after the other, alone");
        }

        return report;
    }

    private static async Task<bool> SendAsync(World world, (long Number, byte[] Body)[] callbacks, List<Sample> samples, CancellationToken stop)
    {
        // The same pauses in every run.
        var pauses = new Random(7);
        foreach (var callback in callbacks)
        {
            samples.AddRange(await world.Deposits.PushAsync(world.Plan.Merchants[0], [callback], 1, 1));
            await Task.Delay(TimeSpan.FromSeconds(ShortestPause + (pauses.NextDouble() * (LongestPause - ShortestPause))), stop);
        }

        return true;
    }

    private static async Task<Dictionary<string, double>> PriceOfQuietAsync(World world, Report report, CancellationToken stop)
    {
        Progress.Say("nothing to do, for a while");
        await world.CountAsync();
        var before = world.Processor();
        var started = Stopwatch.GetTimestamp();
        await Task.Delay(QuietTime, stop);
        var (counts, after, seconds) = (await world.CountAsync(), world.Processor(), Stopwatch.GetElapsedTime(started).TotalSeconds);
        report.Add("quiet_operations", counts.Sum(one => one.Value.Calls) / seconds, "storage operations a second while there is nothing to do");
        report.Add("quiet_worker", (after.Worker - before.Worker).TotalMilliseconds / seconds, "ms of processor a second meanwhile, the worker");
        report.Add("quiet_host", (after.Host - before.Host).TotalMilliseconds / seconds, "ms of processor a second meanwhile, the host");
        return counts.ToDictionary(one => one.Key, one => one.Value.Calls / seconds);
    }

    // What timers and empty queues cost in that time is the price of time, not of a deposit.
    private static Dictionary<string, StorageCount> Without(
        Dictionary<string, StorageCount> counts,
        Dictionary<string, double> quiet,
        double seconds
    ) =>
        counts
            .Select(one => (one.Key, one.Value.Bytes, one.Value.Calls, Left: one.Value.Calls - (long)(quiet.GetValueOrDefault(one.Key) * seconds)))
            .Where(one => one.Left > 0)
            .ToDictionary(one => one.Key, one => new StorageCount(one.Left, one.Bytes * one.Left / one.Calls));
}
