using System.Globalization;
using Microsoft.Azure.Functions.Worker.Standin.Functions;
using NCrontab;

namespace Microsoft.Azure.Functions.Worker.Standin.Timers;

/// <summary>When a timer fires: an NCRONTAB expression (UTC) or a fixed interval.</summary>
internal abstract class TimerSchedule
{
    private const int FieldsWithSeconds = 6;

    /// <exception cref="InvalidOperationException">The text is neither.</exception>
    public static TimerSchedule Parse(FunctionDescriptor function, string text)
    {
        var withSeconds = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == FieldsWithSeconds;
        if (CrontabSchedule.TryParse(text, new CrontabSchedule.ParseOptions { IncludingSeconds = withSeconds }) is { } cron)
            return new Cron(cron);
        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var interval) && interval > TimeSpan.Zero)
            return new Interval(interval);
        throw function.Invalid($"its schedule '{text}' is neither an NCRONTAB expression nor a time span.");
    }

    /// <summary>The first moment after the given one.</summary>
    public abstract DateTime NextAfter(DateTime moment);

    /// <summary>Whether it fires more often than once a minute; such timers have no status.</summary>
    public bool IsFrequent(DateTime now)
    {
        var next = NextAfter(now);
        return NextAfter(next) - next < TimeSpan.FromMinutes(1);
    }

    private sealed class Cron(CrontabSchedule schedule) : TimerSchedule
    {
        public override DateTime NextAfter(DateTime moment) => schedule.GetNextOccurrence(moment);
    }

    private sealed class Interval(TimeSpan interval) : TimerSchedule
    {
        public override DateTime NextAfter(DateTime moment) => moment + interval;
    }
}
