using PaymentHub.Orders;
using static PaymentHub.Tests.Orders.Samples;

namespace PaymentHub.Tests.Orders;

/// <summary>Transfers to an invoice's own address, of which its provider's last word may know nothing. 10 CNY were asked for.</summary>
public class TransferLogTests
{
    private static readonly Notice Paid = Deposit(NoticeStatus.Completed) with { Amount = 10 };
    private static readonly Notice Failed = Deposit(NoticeStatus.Failed);

    public static TheoryData<string, Notice[], OrderStatus> Invoices =>
        new()
        {
            { "failed, and then paid", [Failed, By(Failed, "402", 10)], OrderStatus.NeedsReview },
            { "failed, and paid without its provider's knowing", [Failed, By(Deposit(NoticeStatus.Pending), "402", 10)], OrderStatus.NeedsReview },
            { "paid in part, and then failed", [Deposit(NoticeStatus.Pending) with { Amount = 4, InPart = true }, Failed], OrderStatus.NeedsReview },
            { "failed without a transfer", [Failed, Failed], OrderStatus.Failed },
            { "failed, and nothing came", [Failed, By(Failed, "402", 0)], OrderStatus.Failed },
            { "failed, and something is on its way", [Failed, OnItsWay(Failed, "402", 10)], OrderStatus.Failed },
            { "paid, and nothing more came", [By(Paid, "402", 10), By(Paid, "403", 0)], OrderStatus.Completed },
            { "paid, and more came", [By(Paid, "402", 10), By(Paid, "403", 5)], OrderStatus.NeedsReview },
            { "paid, and a little more came", [By(Paid, "402", 10), By(Paid, "403", 0.000001m)], OrderStatus.NeedsReview },
            { "paid, and much more came", [By(Paid, "402", 10), By(Paid, "403", 90)], OrderStatus.NeedsReview },
            { "paid in two parts, and more came", [By(Paid, "402", 4), By(Paid, "403", 6), By(Paid, "404", 5)], OrderStatus.NeedsReview },
            { "paid in two parts", [By(Deposit(NoticeStatus.Pending), "402", 4), By(Paid, "403", 6)], OrderStatus.Completed },
            { "paid in two parts of which less is counted", [By(Paid, "402", 4), By(Paid, "403", 6.5m)], OrderStatus.Completed },
            { "paid by one transfer of which less is counted", [By(Paid, "402", 10.5m)], OrderStatus.Completed },
            { "paid by one transfer that is told often", [By(Paid, "402", 10), By(Paid, "402", 10), Paid], OrderStatus.Completed },
        };

    [Theory]
    [MemberData(nameof(Invoices))]
    public void Money_that_the_last_word_leaves_out_is_a_person_s_business_whatever_comes_first(string what, Notice[] notices, OrderStatus expected)
    {
        var reason = expected == OrderStatus.NeedsReview ? ReviewReason.ConflictingStatus : (ReviewReason?)null;

        var order = MerchantDeposit.After(notices);
        var other = MerchantDeposit.After(notices.Reverse());

        Assert.True((expected, reason) == (order.Status, order.ReviewReason), $"{what}: {order.Status}");
        Assert.True((expected, reason) == (other.Status, other.ReviewReason), $"{what}, the other way round: {other.Status}");
    }

    [Fact]
    public void What_an_operator_has_decided_stands_until_another_transfer_comes()
    {
        var reviewed = MerchantDeposit.After(By(Deposit(NoticeStatus.Pending), "402", 4) with { Doubt = ReviewReason.AddressMismatch });
        var resolved = ReviewMachine
            .Resolve(reviewed, new Resolution(ResolutionOutcome.Failed, reviewed.Version, "sent back", Later), needsSecond: false, Later)
            .Order;

        var again = resolved.After(By(Deposit(NoticeStatus.Pending), "402", 4), Failed);
        var more = again.After(By(Deposit(NoticeStatus.Pending), "403", 6));

        Assert.Equal(OrderStatus.Failed, again.Status);
        Assert.Equal((OrderStatus.NeedsReview, ReviewReason.ConflictingStatus), (more.Status, more.ReviewReason));
    }

    public static TheoryData<string, AmountRule, Notice[], OrderStatus> Rules =>
        new()
        {
            { "dust within the tolerance", Tolerant, [By(Paid, "402", 10), By(Paid, "403", 0.000001m)], OrderStatus.Completed },
            {
                "all that the tolerance takes",
                Tolerant,
                [By(Paid, "402", 10), By(Paid, "403", 0.06m), By(Paid, "404", 0.04m)],
                OrderStatus.Completed
            },
            {
                "dust upon dust beyond the tolerance",
                Tolerant,
                [By(Paid, "402", 10), By(Paid, "403", 0.06m), By(Paid, "404", 0.05m)],
                OrderStatus.NeedsReview
            },
            { "dust to one that has failed", Tolerant, [Failed, By(Failed, "402", 0.000001m)], OrderStatus.Failed },
            { "more than dust to one that has failed", Tolerant, [Failed, By(Failed, "402", 0.2m)], OrderStatus.NeedsReview },
            {
                "much more, where that is taken",
                new AmountRule { AcceptMore = true },
                [By(Paid, "402", 10), By(Paid, "403", 90)],
                OrderStatus.Completed
            },
            {
                "dust that its provider counts, with the dust's own hash",
                Tolerant,
                [By(Paid with { TransactionId = "0f" }, "402", 10), By(Paid with { Amount = 10.000001m, TransactionId = "1e" }, "403", 0.000001m)],
                OrderStatus.Completed
            },
            { "more than that, counted", Tolerant, [By(Paid, "402", 10), By(Paid with { Amount = 15 }, "403", 5)], OrderStatus.NeedsReview },
            {
                "the rest of one that took less, counted",
                new AmountRule { AcceptLess = true },
                [By(Paid with { Amount = 4 }, "402", 4), By(Paid, "403", 6)],
                OrderStatus.NeedsReview
            },
            {
                "more to one that took less",
                new AmountRule { AcceptLess = true, AcceptMore = true },
                [By(Paid with { Amount = 4 }, "402", 4), By(Paid with { Amount = 4 }, "403", 3)],
                OrderStatus.NeedsReview
            },
        };

    [Theory]
    [MemberData(nameof(Rules))]
    public void What_the_order_s_own_rule_would_take_is_nobody_s_business(string what, AmountRule rule, Notice[] notices, OrderStatus expected)
    {
        var order = With(rule).After(notices);
        var other = With(rule).After(notices.Reverse());

        Assert.True(expected == order.Status, $"{what}: {order.Status}");
        Assert.True(expected == other.Status, $"{what}, the other way round: {other.Status}");
    }

    [Theory]
    [InlineData(0.000001, true)]
    [InlineData(0.1, true)]
    [InlineData(0.2, false)]
    public void So_little_of_another_coin_is_passed_over_and_more_of_it_is_not(decimal amount, bool dust)
    {
        // As it is told while the provider says nothing of the payment, and as it is told with its word.
        var alone = By(Deposit(NoticeStatus.Pending) with { Currency = "TRX", TransactionId = "0f" }, "402", amount, "TRX");
        var beside = By(Paid, "402", amount, "TRX");

        var unpaid = With(Tolerant).After(alone);
        var paid = With(Tolerant).After(alone, Paid, beside);

        Assert.Equal(
            (dust ? OrderStatus.AwaitingPayment : OrderStatus.NeedsReview, dust ? null : ReviewReason.CurrencyMismatch),
            (unpaid.Status, unpaid.ReviewReason)
        );
        Assert.Equal(
            (dust ? OrderStatus.Completed : OrderStatus.NeedsReview, dust ? null : ReviewReason.CurrencyMismatch),
            (paid.Status, paid.ReviewReason)
        );
    }

    [Fact]
    public void Another_coin_to_one_that_has_failed_does_not_vanish()
    {
        var order = MerchantDeposit.After(Failed, By(Failed, "402", 10, "TRX"));

        Assert.Equal((OrderStatus.NeedsReview, ReviewReason.CurrencyMismatch), (order.Status, order.ReviewReason));
    }

    [Fact]
    public void Dust_without_end_hides_no_payment()
    {
        var dust = Enumerable.Range(1, 200).Select(number => By(Paid, $"{number}", 0.000001m)).ToList();

        var order = With(Tolerant).After([By(Paid, "402", 10), .. dust, By(Paid, "403", 5)]);

        Assert.Equal((OrderStatus.NeedsReview, ReviewReason.ConflictingStatus, 50), (order.Status, order.ReviewReason, order.Transfers!.Count));
    }

    [Fact]
    public void However_many_come_a_row_stays_small()
    {
        var order = MerchantDeposit.After(Enumerable.Range(1, 200).Select(number => By(Deposit(NoticeStatus.Pending), $"{number}", 0.001m)));

        Assert.Equal(50, order.Transfers!.Count);
    }

    private static AmountRule Tolerant { get; } = new() { TolerancePercent = 1 };

    private static Order With(AmountRule rule) => MerchantDeposit with { Request = MerchantDeposit.Request! with { Amounts = rule } };

    private static Notice OnItsWay(Notice notice, string id, decimal amount) =>
        notice with
        {
            Transfer = new Transfer(id, amount, "CNY") { InProgress = true },
        };

    private static Notice By(Notice notice, string id, decimal amount, string currency = "CNY") =>
        notice with
        {
            Transfer = new Transfer(id, amount, currency),
        };
}
