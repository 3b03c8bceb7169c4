using PaymentHub.Orders;

namespace PaymentHub.Tests.Orders;

public class DeliveryTests
{
    private static readonly DateTimeOffset T0 = Samples.Noon;
    private static readonly DateTimeOffset T1 = Samples.Noon.AddSeconds(5);

    [Fact]
    public void The_first_event_is_owed_at_once() =>
        Assert.Equal(Row(next: 1, last: 1, due: T0), Delivery.Start("main", 1, T0));

    [Fact]
    public void A_later_event_waits_behind_the_one_that_is_on_its_way() =>
        Assert.Equal(
            Row(next: 1, last: 2, due: T1) with { Attempts = 3 },
            (Row(next: 1, last: 1, due: T1) with { Attempts = 3 }).Owe(2, T0.AddHours(1)));

    [Fact]
    public void A_later_event_is_due_at_once_when_nothing_else_is_owed() =>
        Assert.Equal(Row(next: 2, last: 2, due: T1), Row(next: 2, last: 1, due: null).Owe(2, T1));

    [Fact]
    public void After_the_last_event_has_arrived_nothing_is_owed()
    {
        var after = (Row(next: 1, last: 1, due: T0) with { Attempts = 4 }).Delivered(T1);

        Assert.Equal(Row(next: 2, last: 1, due: null), after);
        Assert.False(after.IsOwed);
    }

    [Fact]
    public void After_an_event_has_arrived_the_next_one_is_due_at_once() =>
        Assert.Equal(Row(next: 2, last: 3, due: T1), (Row(next: 1, last: 3, due: T0) with { Attempts = 4 }).Delivered(T1));

    [Fact]
    public void A_failed_attempt_counts_and_moves_the_time() =>
        Assert.Equal(Row(next: 1, last: 1, due: T1) with { Attempts = 1 }, Row(next: 1, last: 1, due: T0).TryAgain(T1));

    [Fact]
    public void An_event_that_is_given_up_on_makes_way_for_the_next() =>
        Assert.Equal(
            Row(next: 2, last: 2, due: T1) with { GivenUp = 1 },
            (Row(next: 1, last: 2, due: T0) with { Attempts = 9 }).GiveUp(T1));

    private static Delivery Row(int next, int last, DateTimeOffset? due) => new() { Endpoint = "main", NextVersion = next, LastVersion = last, DueAt = due };
}
