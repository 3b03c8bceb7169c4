using PaymentHub.Deposits;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Tests.Orders;

namespace PaymentHub.Tests.Deposits;

public class PayerStateTests
{
    private static readonly Order Open = Samples.MerchantDeposit with { PayBy = Samples.Later };

    private static decimal Asked => Open.Request!.Amount;

    [Theory]
    [InlineData(OrderStatus.AwaitingPayment, PayerState.Waiting)]
    [InlineData(OrderStatus.Pending, PayerState.Seen)]
    [InlineData(OrderStatus.Completed, PayerState.Paid)]
    [InlineData(OrderStatus.Expired, PayerState.Expired)]
    [InlineData(OrderStatus.Failed, PayerState.Failed)]
    [InlineData(OrderStatus.NeedsReview, PayerState.InReview)]
    public void A_payer_is_told_how_the_order_stands(OrderStatus status, PayerState told) => Assert.Equal(told, Of(Open with { Status = status }));

    [Fact]
    public void Every_state_of_a_deposit_is_told_as_some_state() =>
        Assert.All(OrderStatuses.Of(OrderKind.Deposit), status => Assert.True(Enum.IsDefined(Of(Open with { Status = status }))));

    [Fact]
    public void The_time_to_pay_is_over_when_it_is_over_whether_or_not_anybody_has_noted_it() =>
        Assert.Equal(PayerState.Expired, PayerStates.Of(Open, Samples.Later));

    [Fact]
    public void A_part_with_time_for_the_rest_is_no_payment_on_its_way()
    {
        Assert.Equal(PayerState.PartlyPaid, Of(Open with { Status = OrderStatus.Pending, ReceivedInPart = Asked - 1 }));
        Assert.Equal(PayerState.Seen, Of(Open with { Status = OrderStatus.Pending, ReceivedInPart = Asked }));
        Assert.Equal(PayerState.Seen, Of(Open with { Status = OrderStatus.Pending, Amount = Asked - 1 }));
    }

    [Fact]
    public void Another_amount_is_too_little_or_too_much()
    {
        Assert.Equal(PayerState.Underpaid, Of(Reviewed(ReviewReason.AmountMismatch, Asked - 0.01m)));
        Assert.Equal(PayerState.Overpaid, Of(Reviewed(ReviewReason.AmountMismatch, Asked + 0.01m)));
    }

    [Theory]
    [InlineData(ReviewReason.AmountMismatch | ReviewReason.AddressMismatch)]
    [InlineData(ReviewReason.CurrencyMismatch)]
    [InlineData(ReviewReason.ConflictingStatus)]
    public void What_else_does_not_fit_says_nothing_about_an_amount(ReviewReason reason) =>
        Assert.Equal(PayerState.InReview, Of(Reviewed(reason, 1)));

    [Fact]
    public void A_page_says_what_is_missing_and_what_is_too_much_and_never_both()
    {
        var page = new PayerPage
        {
            Look = PageLook.Plain,
            State = PayerState.PartlyPaid,
            At = Samples.Noon,
            Expected = 10,
        };

        Assert.Equal((10m, (decimal?)null), ((page with { Received = 0 }).Missing, (page with { Received = 0 }).Extra));
        Assert.Equal((0.5m, (decimal?)null), ((page with { Received = 9.5m }).Missing, (page with { Received = 9.5m }).Extra));
        Assert.Equal((null, 2m), ((page with { Received = 12 }).Missing, (page with { Received = 12 }).Extra));
        Assert.Equal((null, (decimal?)null), ((page with { Received = 10 }).Missing, (page with { Received = 10 }).Extra));
    }

    [Fact]
    public void A_page_s_revision_changes_with_what_it_shows()
    {
        var page = new PayerPage
        {
            Look = PageLook.Plain,
            State = PayerState.Waiting,
            At = Samples.Noon,
        };

        Assert.Equal(page.Revision, (page with { At = Samples.Later }).Revision);
        Assert.All(
            [page with { State = PayerState.Seen }, page with { Version = 1 }, page with { Received = 1 }, page with { LatestAt = Samples.Noon }],
            other => Assert.NotEqual(page.Revision, other.Revision)
        );
    }

    private static Order Reviewed(ReviewReason reasons, decimal amount) =>
        Open with
        {
            Status = OrderStatus.NeedsReview,
            Reasons = reasons,
            Amount = amount,
        };

    private static PayerState Of(Order order) => PayerStates.Of(order, Samples.Noon);
}
