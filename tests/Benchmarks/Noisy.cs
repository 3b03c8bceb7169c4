namespace PaymentHub.Benchmarks;

/// <summary>What a merchant feels of another: alone, beside one as busy that is well, and beside the same one while its endpoint is down or hangs.
/// The load is the same but for the first, so that what differs is the other's trouble and not the machine's.</summary>
internal static class Noisy
{
    private const int WarmUp = 200;
    private static readonly TimeSpan Hanging = TimeSpan.FromSeconds(14);

    public static async Task<Report> RunAsync(LoadOptions options, double rate, TimeSpan phase, CancellationToken stop)
    {
        var report = new Report("noisy");
        await using var world = await options.StartAsync(stop);
        var (quiet, loud) = (world.Plan.Merchants[0], world.Plan.Merchants[1]);
        Progress.Say($"warming up with {WarmUp} deposits of each");
        foreach (var merchant in new[] { quiet, loud })
            await world.Deposits.PushAsync(merchant, world.Deposits.Sign(merchant, WarmUp), 8, 32);

        var count = (int)(rate * phase.TotalSeconds);
        var alone = await PhaseAsync("alone", null);
        var well = await PhaseAsync("beside_well", loud);
        world.Receiver.Behave(loud.Id, _ => Task.FromResult(503));
        var down = await PhaseAsync("beside_down", loud);
        world.Receiver.Behave(
            loud.Id,
            async cancellation =>
            {
                await Task.Delay(Hanging, cancellation);
                return 503;
            }
        );
        var hanging = await PhaseAsync("beside_hanging", loud);
        report.Add("effect_of_load", well / alone, "times the 99 % of alone, beside one that is as busy and well");
        report.Add("effect_of_down", down / well, "times the 99 % of that, while the other's endpoint is down");
        report.Add("effect_of_hanging", hanging / well, "times the 99 % of that, while the other's endpoint hangs");
        report.Add("refused", world.Deposits.Refused, "callbacks refused");
        return report;

        async Task<double> PhaseAsync(string name, LoadMerchant? other)
        {
            var words = name.Replace('_', ' ');
            Progress.Say($"{words}, {phase.TotalSeconds:0} s at {rate} deposits a second each");
            var others = other is null ? [] : world.Deposits.Sign(other, count);
            var loudness = other is null ? null : world.Deposits.PaceAsync(other, others, rate, awaited: false);
            var samples = await world.Deposits.PaceAsync(quiet, world.Deposits.Sign(quiet, count), rate);
            if (loudness is not null)
                await loudness;
            var times = samples.Select(sample => sample.RoadMilliseconds).ToList();
            report.AddPercentiles(name, times, $"from a callback to its webhook, {words}");
            return Report.Percentile([.. times.Order()], 0.99);
        }
    }
}
