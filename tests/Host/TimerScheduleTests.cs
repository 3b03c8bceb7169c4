using FunctionsHost.Triggers;

namespace FunctionsHost.Tests;

public sealed class TimerScheduleTests
{
    private static readonly DateTime Noon = new(2026, 11, 28, 12, 0, 0);
    private static readonly TimerSchedule Hourly = TimerSchedule.Parse("F", "0 0 * * * *");

    [Theory]
    [InlineData("*/15 * * * * *", "2026-11-28T12:00:15", false)]
    [InlineData("0 */5 * * * *", "2026-11-28T12:05:00", true)]
    [InlineData("*/5 * * * *", "2026-11-28T12:05:00", true)]
    [InlineData("0 0 0 * * 1", "2026-11-30T00:00:00", true)]
    [InlineData("00:00:30", "2026-11-28T12:00:30", false)]
    [InlineData("01:00:00", "2026-11-28T13:00:00", true)]
    public void A_schedule_tells_the_next_time_and_whether_it_is_worth_remembering(string expression, string next, bool monitored)
    {
        var schedule = TimerSchedule.Parse("F", expression);

        Assert.Equal(DateTime.Parse(next, System.Globalization.CultureInfo.InvariantCulture), schedule.Next(Noon));
        Assert.Equal(monitored, schedule.IsMonitored(Noon));
    }

    [Theory]
    [InlineData("")]
    [InlineData("often")]
    [InlineData("99 * * * * *")]
    public void What_is_no_schedule_is_refused_with_the_functions_name(string expression) =>
        Assert.Contains("MyTimer", Assert.Throws<HostException>(() => TimerSchedule.Parse("MyTimer", expression)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_timer_that_never_ran_is_not_past_due()
    {
        var (status, isPastDue) = TimerStatus.AtStart(null, Hourly, Noon.AddMinutes(5));

        Assert.False(isPastDue);
        Assert.Equal(Noon.AddHours(1), status.Next);
    }

    [Fact]
    public void A_timer_whose_time_has_passed_is_past_due()
    {
        var (status, isPastDue) = TimerStatus.AtStart(new TimerStatus(Noon, Noon.AddHours(1), Noon), Hourly, Noon.AddHours(3));

        Assert.True(isPastDue);
        Assert.Equal(Noon.AddHours(1), status.Next);
    }

    [Fact]
    public void A_schedule_that_was_changed_is_counted_from_the_last_run()
    {
        var stored = new TimerStatus(Noon, Noon.AddDays(1), Noon);

        var (early, isPastDue) = TimerStatus.AtStart(stored, Hourly, Noon.AddMinutes(30));
        var (_, wasMissed) = TimerStatus.AtStart(stored, Hourly, Noon.AddHours(2));

        Assert.Equal((Noon.AddHours(1), false, true), (early.Next, isPastDue, wasMissed));
    }

    [Fact]
    public void A_clock_ahead_of_the_schedule_does_not_make_it_due_twice()
    {
        var before = new TimerStatus(Noon, Noon.AddHours(1), Noon);

        var after = before.After(Noon.AddHours(1).AddMilliseconds(-3), scheduled: true, Hourly);

        Assert.Equal(Noon.AddHours(2), after.Next);
    }

    [Fact]
    public void A_run_longer_than_the_pause_is_followed_by_one_more_at_once()
    {
        var after = new TimerStatus(Noon, Noon.AddHours(1), Noon).After(Noon.AddHours(1), scheduled: true, Hourly);

        Assert.Equal(Noon.AddHours(2), after.Next);
    }
}
