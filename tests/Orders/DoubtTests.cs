using PaymentHub.Orders;
using static PaymentHub.Tests.Orders.Samples;

namespace PaymentHub.Tests.Orders;

/// <summary>What is no payment, what nobody has confirmed yet, and what only looks like a contradiction.</summary>
public class DoubtTests
{
    /// <summary>Zero is no payment, whatever the account's rule would take.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(100)]
    public void Zero_is_no_payment(int? tolerance)
    {
        var rule = new AmountRule { AcceptLess = true, TolerancePercent = tolerance ?? 0 };
        var start = tolerance is null ? ProviderDeposit : MerchantDeposit with { Request = MerchantDeposit.Request! with { Amounts = rule } };

        var order = start.After(Deposit(NoticeStatus.Completed) with { Amount = 0.000m });

        Assert.Equal(
            (OrderStatus.NeedsReview, ReviewReason.AmountOutOfRange, ReviewReason.AmountOutOfRange),
            (order.Status, order.ReviewReason, order.Reasons)
        );
    }

    [Theory]
    [InlineData(NoticeStatus.Completed, 10, OrderStatus.Completed, null)]
    [InlineData(NoticeStatus.Completed, 11, OrderStatus.NeedsReview, ReviewReason.ProviderDisagrees)]
    [InlineData(NoticeStatus.Failed, 10, OrderStatus.NeedsReview, ReviewReason.ProviderDisagrees)]
    [InlineData(NoticeStatus.Pending, 10, OrderStatus.NeedsReview, ReviewReason.Unconfirmed)]
    public void What_nobody_has_confirmed_is_settled_by_a_final_outcome_that_agrees(
        NoticeStatus said,
        decimal amount,
        OrderStatus status,
        ReviewReason? reason
    )
    {
        var claim = Deposit(NoticeStatus.Pending) with { Amount = 10, Claimed = NoticeStatus.Completed, Doubt = ReviewReason.Unconfirmed };
        var word = Deposit(said) with { Amount = amount };

        var after = ProviderDeposit.After(claim, word);
        var before = ProviderDeposit.After(word, claim);

        Assert.Equal((status, reason), (after.Status, after.ReviewReason));
        Assert.Equal((status, reason), (before.Status, before.ReviewReason));
    }

    [Fact]
    public void What_an_operator_has_decided_is_not_contradicted_by_the_claim_that_led_to_it()
    {
        var claim = Deposit(NoticeStatus.Pending) with { Amount = 10, Claimed = NoticeStatus.Completed, Doubt = ReviewReason.Unconfirmed };
        var reviewed = ProviderDeposit.After(claim);
        var resolved = ReviewMachine
            .Resolve(reviewed, new Resolution(ResolutionOutcome.Failed, reviewed.Version, "never came", Later), needsSecond: false, Later)
            .Order;

        Assert.Equal(OrderStatus.Failed, resolved.After(claim, Deposit(NoticeStatus.Failed)).Status);
        Assert.Equal(OrderStatus.NeedsReview, resolved.After(Deposit(NoticeStatus.Completed) with { Amount = 10 }).Status);
    }

    [Fact]
    public void One_address_and_one_hash_in_two_spellings_are_no_contradiction()
    {
        const string hash = "53a3784a795a5524a4f960b90c0155c6d8c152255dcb56266a6ed23ce66b47a0";
        var first = Deposit(NoticeStatus.Completed) with { Amount = 10, Address = "TUWtBt3EwuCAxfVW36V88fhhE6Vnak2mLU", TransactionId = hash };

        var order = ProviderDeposit.After(
            first,
            first with
            {
                Address = "41cb6fdec7be17967a25162467001a7cac94977f06",
                TransactionId = $"0x{hash.ToUpperInvariant()}",
            }
        );

        Assert.Equal((OrderStatus.Completed, "TUWtBt3EwuCAxfVW36V88fhhE6Vnak2mLU", hash), (order.Status, order.Address, order.TransactionId));
    }
}
