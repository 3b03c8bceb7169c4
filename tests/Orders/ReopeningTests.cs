using PaymentHub.Orders;

namespace PaymentHub.Tests.Orders;

/// <summary>What reopening does to an order, and what can be said of it then.</summary>
public class ReopeningTests
{
    private static readonly Notice Paid = Samples.Deposit(NoticeStatus.Completed) with { Amount = 10 };

    private static readonly Order Completed = Samples.MerchantDeposit.After(Paid);

    public static TheoryData<OrderKind, OrderStatus, bool> States
    {
        get
        {
            var data = new TheoryData<OrderKind, OrderStatus, bool>();
            foreach (var kind in Enum.GetValues<OrderKind>())
            {
                foreach (var status in OrderStatuses.Of(kind))
                {
                    data.Add(
                        kind,
                        status,
                        status
                            is not (
                                OrderStatus.AwaitingPayment
                                or OrderStatus.Created
                                or OrderStatus.AwaitingApproval
                                or OrderStatus.Submitting
                                or OrderStatus.NeedsReview
                            )
                    );
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(States))]
    public void An_order_is_reopened_when_it_is_over_or_under_way_at_its_provider(OrderKind kind, OrderStatus status, bool can)
    {
        var order = (kind == OrderKind.Deposit ? Samples.MerchantDeposit : Samples.Withdrawal) with
        {
            Status = status,
            Version = 3,
            NextAction = new ScheduledAction(ActionKind.Poll, Samples.Noon),
        };

        var (after, eventType) = Reopen(order);

        Assert.Equal(can, ReviewMachine.WhyNotReopened(order) is null);
        if (!can)
        {
            Assert.Equal((order, null), (after, eventType));
            return;
        }

        Assert.Equal((OrderStatus.NeedsReview, ReviewReason.Reopened, 4, null), (after.Status, after.ReviewReason, after.Version, after.NextAction));
        Assert.Equal($"{SnakeCaseEnum.Of(kind)}.needs_review", eventType);
        Assert.Equal((3, "alice", "look"), (after.Reopenings![0].Version, after.Reopenings[0].By, after.Reopenings[0].Note));
    }

    [Fact]
    public void Another_version_than_was_looked_at_stays_as_it_is() =>
        Assert.Equal(Completed, ReviewMachine.Reopen(Completed, Word(Completed.Version - 1), Samples.Later).Order);

    [Theory]
    [InlineData(NoticeStatus.Completed)]
    [InlineData(NoticeStatus.Pending)]
    public void What_is_heard_meanwhile_settles_nothing(NoticeStatus said)
    {
        var reopened = Reopen(Completed).Order;

        var heard = reopened.After(Samples.Deposit(said) with { Amount = 10, TransactionId = "0f" });

        Assert.Equal((OrderStatus.NeedsReview, ReviewReason.Reopened, reopened.Version), (heard.Status, heard.ReviewReason, heard.Version));
    }

    [Fact]
    public void What_a_provider_says_against_it_meanwhile_is_the_reason_that_shows() =>
        Assert.Equal(ReviewReason.ConflictingStatus, Reopen(Completed).Order.After(Samples.Deposit(NoticeStatus.Failed)).ReviewReason);

    [Fact]
    public void It_ends_by_a_resolution_and_can_be_reopened_again_but_not_without_end()
    {
        var order = Completed;
        for (var round = 0; round < ReviewMachine.MaxReopenings; round++)
        {
            order = Reopen(order).Order;
            Assert.Equal(ReviewReason.Reopened, order.ReviewReason);
            order = Resolve(order, round % 2 == 0 ? ResolutionOutcome.Failed : ResolutionOutcome.Completed);
            Assert.Equal(round % 2 == 0 ? OrderStatus.Failed : OrderStatus.Completed, order.Status);
        }

        // What had been said before the operator's word is known, and does not bring it back.
        Assert.Equal(order, order.After(Paid));
        Assert.Equal(order, Reopen(order).Order);
        Assert.NotNull(ReviewMachine.WhyNotReopened(order));
    }

    [Fact]
    public void A_withdrawal_does_not_become_one_that_can_be_sent_again()
    {
        var sent = WithdrawalMachine.BeginAttempt(Samples.Withdrawal with { Status = OrderStatus.Created }, "try", Samples.Noon, Samples.Later);
        var failed = WithdrawalMachine.Fail(sent, "try", new Failure("7", "no"), Samples.Later).Order;

        var reopened = Reopen(failed).Order;

        Assert.Equal((OrderStatus.Failed, OrderStatus.NeedsReview), (failed.Status, reopened.Status));
        Assert.False(ReviewMachine.CanBeResubmitted(reopened));
        Assert.Equal(reopened, ReviewMachine.Resolve(reopened, Said(reopened, ResolutionOutcome.Resubmit), needsSecond: false, Samples.Later).Order);
    }

    private static Transition Reopen(Order order) => ReviewMachine.Reopen(order, Word(order.Version), Samples.Later);

    private static Reopening Word(int version) => new(version, "alice", "look", Samples.Later);

    private static Order Resolve(Order order, ResolutionOutcome outcome) =>
        ReviewMachine.Resolve(order, Said(order, outcome), needsSecond: false, Samples.Later).Order;

    private static Resolution Said(Order order, ResolutionOutcome outcome) => new(outcome, order.Version, "looked at it", Samples.Later);
}
