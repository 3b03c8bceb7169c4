using System.Globalization;
using NCrontab;

namespace FunctionsHost.Triggers;

/// <summary>When a timer function is due: an expression of six fields (five are taken too, without seconds), or a span of time.</summary>
internal sealed class TimerSchedule
{
    private const int FieldsWithSeconds = 6;
    private const int ComparedOccurrences = 5;
    private static readonly TimeSpan LeastToMonitor = TimeSpan.FromMinutes(1);

    private readonly CrontabSchedule? _crontab;
    private readonly TimeSpan _span;

    private TimerSchedule(CrontabSchedule? crontab, TimeSpan span)
    {
        _crontab = crontab;
        _span = span;
    }

    /// <exception cref="HostException">It is neither.</exception>
    public static TimerSchedule Parse(string function, string expression)
    {
        if (
            !expression.Contains(' ', StringComparison.Ordinal)
            && TimeSpan.TryParse(expression, CultureInfo.InvariantCulture, out var span)
            && span > TimeSpan.Zero
        )
        {
            return new TimerSchedule(null, span);
        }

        var fields = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        return
            CrontabSchedule.TryParse(expression, new CrontabSchedule.ParseOptions { IncludingSeconds = fields == FieldsWithSeconds }) is { } crontab
            ? new TimerSchedule(crontab, default)
            : throw new HostException($"The schedule '{expression}' of the function {function} is none: it takes six fields, as in '0 */5 * * * *'.");
    }

    /// <param name="after">In local time, which is UTC on Azure.</param>
    public DateTime Next(DateTime after) => _crontab?.GetNextOccurrence(after) ?? after + _span;

    /// <summary>Whether missed occurrences are worth remembering: not when the next comes within a minute.</summary>
    public bool IsMonitored(DateTime now)
    {
        for (var n = 0; n < ComparedOccurrences; n++)
        {
            var first = Next(now);
            if (Next(first) - first < LeastToMonitor)
                return false;
            now = first;
        }

        return true;
    }
}
