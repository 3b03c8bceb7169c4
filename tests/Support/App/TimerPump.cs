using Microsoft.Extensions.Logging;
using NCrontab;

namespace PaymentHub.Tests.Support.App;

/// <summary>Runs one timer function by its schedule, one run at a time: a tick that falls into a run is skipped.</summary>
internal sealed partial class TimerPump(string name, CrontabSchedule schedule, Func<CancellationToken, Task> run, PumpEnd end, ILogger logger)
{
    // What Task.Delay takes at most is less than the longest schedule.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);

    public async Task PumpAsync()
    {
        var tick = Now();
        while (!end.Stopping.IsCancellationRequested)
        {
            // A delay may end a little early; counting from the last tick keeps it from firing twice.
            var now = Now();
            tick = schedule.GetNextOccurrence(now > tick ? now : tick);
            if (await ReachAsync(tick))
                await RunAsync();
        }
    }

    private async Task<bool> ReachAsync(DateTime tick)
    {
        for (var left = tick - Now(); left > TimeSpan.Zero && !end.Stopping.IsCancellationRequested; left = tick - Now())
            await Task.Delay(left < LongestDelay ? left : LongestDelay, end.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !end.Stopping.IsCancellationRequested;
    }

    private async Task RunAsync()
    {
        try
        {
            await run(end.Cancelling);
        }
        catch (Exception e)
        {
            if (!end.Killed.IsCancellationRequested)
                Log.Failed(logger, e, name);
        }
    }

    private static DateTime Now() => TimeProvider.System.GetUtcNow().UtcDateTime;

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Timer {Timer} failed")]
        public static partial void Failed(ILogger logger, Exception failure, string timer);
    }
}
