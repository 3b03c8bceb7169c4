using System.Globalization;
using System.Text.Json;
using Azure;
using Microsoft.Azure.WebJobs.Host;
using Microsoft.Azure.WebJobs.Host.Executors;
using Microsoft.Azure.WebJobs.Host.Listeners;
using Microsoft.Extensions.Logging;

namespace FunctionsHost.Triggers;

/// <summary>One run of a timer function.</summary>
/// <param name="Status">Null when nothing of it is remembered.</param>
/// <param name="TriggeredAt">The time as the real host writes it.</param>
public sealed record TimerFire(string? Status, bool IsPastDue, string TriggeredAt)
{
    internal string Json =>
        $$"""{"Schedule":{"AdjustForDST":true},"ScheduleStatus":{{Status ?? "null"}},"IsPastDue":{{(IsPastDue ? "true" : "false")}}}""";

    internal static TimerFire At(DateTime now, TimerStatus? status, bool isPastDue) =>
        new(status is null ? null : JsonSerializer.Serialize(status), isPastDue, now.ToString(CultureInfo.InvariantCulture));
}

/// <summary>How a timer function is run.</summary>
/// <param name="Blob">Remembers its status; null when nothing is to be remembered.</param>
internal sealed record TimerPlan(string Function, TimerSchedule Schedule, bool RunOnStartup, TimerStatusBlob? Blob);

/// <summary>Runs a timer function when it is due, and never twice at once. The SDK lets it run on one instance only.</summary>
internal sealed partial class TimerListener(
    TimerPlan plan,
    ITriggeredFunctionExecutor executor,
    IDrainModeManager drain,
    TimeProvider time,
    ILogger log
) : IListener
{
    // The longest that a timer can wait is 49 days.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(24);

    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _cancel = new();
    private Task _loop = Task.CompletedTask;

    private DateTime Now => time.GetLocalNow().DateTime;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var stored = plan.Blob is null ? null : await plan.Blob.ReadAsync(cancellationToken);
        var (status, isPastDue) = TimerStatus.AtStart(stored, plan.Schedule, Now);
        if (status != stored)
            await RememberAsync(status);
        _loop = Task.Run(() => RunAsync(status, isPastDue && plan.Blob is not null), CancellationToken.None);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        if (!drain.IsDrainModeEnabled)
            await _cancel.CancelAsync();
        await _loop.WaitAsync(cancellationToken);
    }

    public void Cancel()
    {
        _stop.Cancel();
        _cancel.Cancel();
    }

    public void Dispose() => Cancel();

    private async Task RunAsync(TimerStatus status, bool isPastDue)
    {
        try
        {
            if (isPastDue || plan.RunOnStartup)
                status = await RunAsync(status, isPastDue, scheduled: false);
            while (true)
            {
                await WaitAsync(status.Next);
                status = await RunAsync(status, isPastDue: false, scheduled: true);
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private async Task WaitAsync(DateTime due)
    {
        // A timer that wakes a little early must not run twice: hence the question again, and the millisecond.
        for (var wait = due - Now; wait > TimeSpan.Zero; wait = due - Now)
            await Task.Delay((wait < LongestWait ? wait : LongestWait) + TimeSpan.FromMilliseconds(1), time, _stop.Token);
        _stop.Token.ThrowIfCancellationRequested();
    }

    private async Task<TimerStatus> RunAsync(TimerStatus status, bool isPastDue, bool scheduled)
    {
        var started = Now;
        var details = new Dictionary<string, string>();
        if (!scheduled)
            details["UnscheduledInvocationReason"] = isPastDue ? "IsPastDue" : "RunOnStartup";
        var fire = TimerFire.At(started, plan.Blob is null ? null : status, isPastDue);
        // A failure is in the log, and the next time comes anyway.
        await executor.TryExecuteAsync(new TriggeredFunctionData { TriggerValue = fire, TriggerDetails = details }, _cancel.Token);
        var after = status.After(started, scheduled, plan.Schedule);
        await RememberAsync(after);
        return after;
    }

    private async Task RememberAsync(TimerStatus status)
    {
        try
        {
            if (plan.Blob is not null)
                await plan.Blob.WriteAsync(status, CancellationToken.None);
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException)
        {
            // The schedule goes on; a host that starts later may run it once more than needed.
            Log.NotRemembered(log, plan.Function, e.GetBaseException().Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "When the timer function {Function} ran could not be stored: {Reason}")]
        public static partial void NotRemembered(ILogger logger, string function, string reason);
    }
}
