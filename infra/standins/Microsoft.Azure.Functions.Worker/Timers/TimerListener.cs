using Microsoft.Azure.Functions.Worker.Standin.Functions;
using Microsoft.Azure.Functions.Worker.Standin.Hosting;

namespace Microsoft.Azure.Functions.Worker.Standin.Timers;

/// <summary>Runs one timer function, one run at a time: a tick that falls into a run is skipped.</summary>
internal sealed class TimerListener(
    FunctionInvoker invoker, TimerSchedule schedule, bool runOnStartup, TimeProvider clock, Shutdown shutdown) : IListener
{
    // What Task.Delay takes at most is less than the longest schedule.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);

    private DateTime _last;

    public async Task ListenAsync()
    {
        if (runOnStartup)
            await RunAsync();

        // A delay may end a little early; counting from the last tick keeps it from firing twice.
        var tick = Now();
        while (true)
        {
            var now = Now();
            tick = schedule.NextAfter(now > tick ? now : tick);
            if (!await ReachAsync(tick))
                return;
            await RunAsync();
        }
    }

    private async Task<bool> ReachAsync(DateTime tick)
    {
        for (var left = tick - Now(); left > TimeSpan.Zero && !shutdown.Stopping.IsCancellationRequested; left = tick - Now())
        {
            await Task.Delay(left < LongestDelay ? left : LongestDelay, clock, shutdown.Stopping)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return !shutdown.Stopping.IsCancellationRequested;
    }

    private async Task RunAsync()
    {
        var now = Now();
        var status = schedule.IsFrequent(now)
            ? null
            : new ScheduleStatus { Last = _last, Next = schedule.NextAfter(now), LastUpdated = _last };
        await invoker.RunAsync(new TimerTick(new TimerInfo { ScheduleStatus = status }), CancellationToken.None);
        _last = now;
    }

    private DateTime Now() => clock.GetUtcNow().UtcDateTime;
}
