using PaymentHub.Orders;

namespace PaymentHub.Tests.Orders;

public class DeliveryTests
{
    private static readonly DateTimeOffset T0 = Samples.Noon;
    private static readonly DateTimeOffset T1 = Samples.Noon.AddSeconds(5);
    private static readonly DateTimeOffset T2 = Samples.Noon.AddHours(1);

    [Fact]
    public void The_first_event_is_owed_at_once() =>
        Assert.Equal(Row(T0, new OwedEvent(3, false, T0)), Delivery.Start("main", 3, "deposit.pending", T0));

    [Fact]
    public void A_later_event_waits_behind_the_one_that_is_on_its_way() =>
        Assert.Equal(
            Row(T2, new OwedEvent(1, false, T2, 1), new OwedEvent(4, true, T1)),
            Row(T2, new OwedEvent(1, false, T2, 1)).Owe(4, "deposit.completed", T1)
        );

    [Fact]
    public void A_final_event_is_due_at_once_when_the_one_before_it_has_had_its_attempts() =>
        Assert.Equal(
            Row(T1, new OwedEvent(1, false, T2, 3), new OwedEvent(2, true, T1)),
            Row(T2, new OwedEvent(1, false, T2, 3)).Owe(2, "deposit.completed", T1)
        );

    [Fact]
    public void A_final_event_becomes_due_when_the_one_before_it_has_had_its_attempts()
    {
        var before = Row(T0, new OwedEvent(1, false, T0, 2), new OwedEvent(2, true, T0));

        Assert.Equal(Row(T1, new OwedEvent(1, false, T2, 3), new OwedEvent(2, true, T1)), before.TryAgain(1, T2, T1));
        Assert.Equal(T2, (before with { FinalWaits = 4 }).TryAgain(1, T2, T1).DueAt);
    }

    [Theory]
    [InlineData("withdrawal.processing", false)]
    [InlineData("deposit.needs_review", true)]
    [InlineData("deposit.expired", true)]
    [InlineData("withdrawal.rejected", true)]
    [InlineData("withdrawal.failed", true)]
    public void Only_an_event_at_which_the_order_rests_goes_ahead(string type, bool ahead) =>
        Assert.Equal(ahead ? T1 : T2, Row(T2, new OwedEvent(1, false, T2, 3)).Owe(2, type, T1).DueAt);

    [Fact]
    public void A_final_event_does_not_overtake_another_that_has_not_been_tried() =>
        Assert.Equal(2, Row(T0, new OwedEvent(1, false, T2, 3), new OwedEvent(2, true, T0), new OwedEvent(3, true, T0)).Next!.Version);

    [Fact]
    public void After_the_last_event_has_arrived_nothing_is_owed()
    {
        var after = Row(T0, new OwedEvent(1, false, T0, 4)).Delivered(1, T1);

        Assert.Equal(Delivery.Nothing("main"), after);
        Assert.False(after.IsOwed);
    }

    [Fact]
    public void After_an_event_has_arrived_the_next_one_is_due_at_once() =>
        Assert.Equal(Row(T1, new OwedEvent(4, true, T1)), Row(T0, new OwedEvent(1, false, T0), new OwedEvent(4, true, T0)).Delivered(1, T1));

    [Fact]
    public void An_event_that_is_given_up_on_is_remembered_and_makes_way_for_the_next() =>
        Assert.Equal(
            Row(T1, new OwedEvent(4, false, T1)) with
            {
                Failed = [1, 3],
            },
            (Row(T0, new OwedEvent(3, false, T0, 9), new OwedEvent(4, false, T0)) with { Failed = [1] }).GiveUp(3, T1)
        );

    [Fact]
    public void What_is_suspended_is_due_never_and_takes_more_until_it_moves_again_oldest_first()
    {
        var suspended = Row(T0, new OwedEvent(1, false, T2, 3), new OwedEvent(2, true, T0)).Suspend(SuspensionReason.Breaker, T1);

        Assert.Equal((null, T1, 1), (suspended.DueAt, suspended.SuspendedSince!.Value, suspended.Next!.Version));
        Assert.Equal(
            (null, T1),
            (suspended.Owe(3, "deposit.failed", T2).DueAt, suspended.Suspend(SuspensionReason.Breaker, T2).SuspendedSince!.Value)
        );
        Assert.Equal(T2, suspended.Suspend(SuspensionReason.Disabled, T2).SuspendedSince);
        Assert.Equal(Row(T2, new OwedEvent(2, true, T2)), suspended.Delivered(1, T2));
    }

    [Fact]
    public void An_event_that_is_asked_for_again_waits_for_nobody_and_nobody_for_it()
    {
        var asked = Row(T2, new OwedEvent(4, false, T2, 1)).OweAgain(1, "deposit.pending", T1);

        Assert.Equal(Row(T1, new OwedEvent(1, false, T1, Redelivered: true), new OwedEvent(4, false, T2, 1)), asked);
        Assert.True(asked.MayGo(asked.Owed[1]));
        Assert.Equal(T2, asked.Delivered(1, T1).DueAt);
    }

    [Fact]
    public void An_event_that_is_asked_for_while_it_is_owed_starts_over() =>
        Assert.Equal(Row(T1, new OwedEvent(1, false, T1)), Row(T2, new OwedEvent(1, false, T2, 5)).OweAgain(1, "deposit.pending", T1));

    [Fact]
    public void What_failed_and_is_asked_for_again_has_failed_no_more() =>
        Assert.Equal([3], (Delivery.Nothing("main") with { Failed = [1, 3] }).OweAgain(1, "deposit.pending", T1).Failed);

    [Fact]
    public void What_is_a_dead_letter_stays_so_until_something_is_asked_for()
    {
        var dead = Row(T0, new OwedEvent(1, false, T0)).MarkDeadLetter(T1);

        Assert.Equal((true, T0), (dead.IsDeadLetter, dead.DueAt!.Value));
        Assert.Equal(
            (true, T0, 2),
            (
                dead.Owe(2, "deposit.failed", T2).IsDeadLetter,
                dead.Owe(2, "deposit.failed", T2).DueAt!.Value,
                dead.Owe(2, "deposit.failed", T2).Owed.Count
            )
        );
        Assert.Equal((false, T2), (dead.OweAgain(1, "deposit.pending", T2).IsDeadLetter, dead.OweAgain(1, "deposit.pending", T2).DueAt!.Value));
    }

    private static Delivery Row(DateTimeOffset? due, params IReadOnlyList<OwedEvent> owed) =>
        new()
        {
            Endpoint = "main",
            Owed = owed,
            DueAt = due,
        };
}
