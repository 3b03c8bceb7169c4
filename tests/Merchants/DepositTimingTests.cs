using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Tests.Orders;

namespace PaymentHub.Tests.Merchants;

public class DepositTimingTests
{
    private static readonly DateTimeOffset Noon = Samples.Noon;
    private static readonly DateTimeOffset PayBy = Noon.AddHours(1);
    private readonly DepositTiming _timing = new();

    /// <summary>2, 4, 8 and 15 minutes, and then the end.</summary>
    [Fact]
    public void While_there_is_time_it_is_asked_less_and_less_often_and_then_once_at_the_end()
    {
        var (now, minutes) = (Noon, new List<double>());
        ScheduledAction? action;
        for (var tries = 0; (action = _timing.Next(PayBy, tries, timeIsOver: false, now))!.What == ActionKind.Poll; tries++)
            minutes.Add(((now = action.DueAt) - Noon).TotalMinutes);

        Assert.Equal([2, 6, 14, 29, 44, 59], minutes);
        Assert.Equal(new ScheduledAction(ActionKind.Expire, PayBy, 6), action);
    }

    [Fact]
    public void Afterwards_it_is_asked_slowly_and_for_three_days_at_most()
    {
        var (now, hours) = (PayBy, new List<double>());
        while (_timing.Next(PayBy, 9, timeIsOver: true, now) is { } action)
            hours.Add(((now = action.DueAt) - PayBy).TotalHours);

        Assert.Equal([0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 72], hours);
    }

    [Fact]
    public void What_the_provider_made_is_asked_about_whenever_its_age_has_doubled_and_for_three_days()
    {
        var (now, minutes) = (Noon, new List<double>());
        for (var tries = 0; _timing.NextOfProvider(Noon, tries, now) is { } action; tries++)
        {
            Assert.Equal((ActionKind.Poll, tries), (action.What, action.Tries));
            minutes.Add(((now = action.DueAt) - Noon).TotalMinutes);
        }

        Assert.Equal([2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 4320], minutes);
    }

    [Fact]
    public void What_should_be_over_long_ago_is_due_now() =>
        Assert.Equal(new ScheduledAction(ActionKind.Expire, PayBy.AddDays(1), 3), _timing.Next(PayBy, 3, timeIsOver: false, PayBy.AddDays(1)));
}
