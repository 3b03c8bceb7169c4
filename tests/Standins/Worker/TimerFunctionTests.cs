using System.Globalization;
using Microsoft.Azure.Functions.Worker.Standin.Functions;
using Microsoft.Azure.Functions.Worker.Standin.Timers;
using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Standins.Worker;

public sealed class TimerFunctionTests
{
    private readonly ManualTimeProvider _clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("0 */5 * * * *", "2026-03-01T12:02:03", "2026-03-01T12:05:00")]
    [InlineData("*/15 * * * * *", "2026-03-01T12:00:00", "2026-03-01T12:00:15")]
    [InlineData("0 30 9 * * Mon-Fri", "2026-03-06T09:30:00", "2026-03-09T09:30:00")]
    [InlineData("0 0 0 29 2 *", "2026-03-01T00:00:00", "2028-02-29T00:00:00")]
    [InlineData("*/5 * * * *", "2026-03-01T12:04:59", "2026-03-01T12:05:00")]
    [InlineData("01:30:00", "2026-03-01T23:00:00", "2026-03-02T00:30:00")]
    public void A_schedule_is_read_as_the_real_host_reads_it(string schedule, string after, string next)
    {
        var function = new FunctionDescriptor("Rare", typeof(RareTimer).GetMethod(nameof(RareTimer.Rare))!);

        var moment = TimerSchedule.Parse(function, schedule).NextAfter(DateTime.Parse(after, CultureInfo.InvariantCulture));

        Assert.Equal(DateTime.Parse(next, CultureInfo.InvariantCulture), moment);
    }

    [Fact]
    public async Task A_timer_runs_at_its_times_and_knows_the_next_one()
    {
        await using var host = await StartAsync(nameof(RareTimer));

        await TurnAsync(host, TimeSpan.FromMinutes(4), runs: 0);
        await TurnAsync(host, TimeSpan.FromMinutes(1), runs: 1);
        await TurnAsync(host, TimeSpan.FromMinutes(5), runs: 2);

        Assert.Equal(["12:05:00 next 12:10:00 late False", "12:10:00 next 12:15:00 late False"], host.State.Seen);
    }

    [Fact]
    public async Task A_frequent_timer_has_no_status_and_can_run_at_start()
    {
        await using var host = await StartAsync(nameof(FrequentTimer), "Every=*/20 * * * * *");

        await TurnAsync(host, TimeSpan.FromSeconds(20), runs: 2);

        Assert.Equal(["12:00:00 status False", "12:00:20 status False"], host.State.Seen);
    }

    [Fact]
    public async Task A_failing_timer_runs_again()
    {
        await using var host = await StartAsync(nameof(FailingTimer));

        await TurnAsync(host, TimeSpan.FromMinutes(1), runs: 1);
        await TurnAsync(host, TimeSpan.FromMinutes(1), runs: 2);

        Assert.Equal(["late False", "late False"], host.State.Seen);
    }

    [Fact]
    public async Task A_tick_that_falls_into_a_run_is_skipped()
    {
        await using var host = await StartAsync(nameof(GatedTimer));
        await Wait.UntilAsync(() => _clock.Waiting == 1, "the timer waits");
        _clock.Advance(TimeSpan.FromSeconds(10));
        await Wait.UntilAsync(() => host.State.Running == 1, "the function runs");

        _clock.Advance(TimeSpan.FromSeconds(35));
        host.State.Gate.Release(2);
        await TurnAsync(host, TimeSpan.FromSeconds(10), runs: 2);

        Assert.Equal(["12:00:10 late False", "12:00:55 late False"], host.State.Seen);
        Assert.Equal(1, host.State.MostRunning);
    }

    private Task<ProbeHost> StartAsync(string type, params string[] settings) =>
        ProbeHost.StartAsync(type, builder => builder.Services.AddSingleton<TimeProvider>(_clock), settings);

    private async Task TurnAsync(ProbeHost host, TimeSpan by, int runs)
    {
        await Wait.UntilAsync(() => _clock.Waiting == 1, "the timer waits");
        _clock.Advance(by);
        await Wait.UntilAsync(() => host.State.Seen.Count == runs && _clock.Waiting == 1, "the timer has run and waits again");
    }
}
