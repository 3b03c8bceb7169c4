using PaymentHub.Orders;
using static PaymentHub.Tests.Orders.Samples;

namespace PaymentHub.Tests.Orders;

/// <summary>Transfers to an invoice's own address, of which its provider's last word may know nothing. 10 CNY were asked for.</summary>
public class TransferMemoryTests
{
    private static readonly Notice Paid = Deposit(NoticeStatus.Completed) with { Amount = 10 };
    private static readonly Notice Failed = Deposit(NoticeStatus.Failed);

    public static TheoryData<string, Notice[], OrderStatus> Invoices => new()
    {
        { "failed, and then paid", [Failed, By(Failed, "402", 10)], OrderStatus.NeedsReview },
        { "failed, and paid without its provider's knowing", [Failed, By(Deposit(NoticeStatus.Pending), "402", 10)], OrderStatus.NeedsReview },
        { "paid in part, and then failed", [Deposit(NoticeStatus.Pending) with { Amount = 4, InPart = true }, Failed], OrderStatus.NeedsReview },
        { "failed without a transfer", [Failed, Failed], OrderStatus.Failed },
        { "failed, and another coin came", [Failed, By(Failed, "402", 10, "TRX")], OrderStatus.Failed },
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
        var resolved = ReviewMachine.Resolve(reviewed, new Resolution(ResolutionOutcome.Failed, reviewed.Version, "sent back", Later), Later).Order;

        var again = resolved.After(By(Deposit(NoticeStatus.Pending), "402", 4), Failed);
        var more = again.After(By(Deposit(NoticeStatus.Pending), "403", 6));

        Assert.Equal(OrderStatus.Failed, again.Status);
        Assert.Equal((OrderStatus.NeedsReview, ReviewReason.ConflictingStatus), (more.Status, more.ReviewReason));
    }

    [Fact]
    public void However_many_come_a_row_stays_small()
    {
        var order = MerchantDeposit.After(Enumerable.Range(1, 200).Select(number => By(Deposit(NoticeStatus.Pending), $"{number}", 0.001m)));

        Assert.Equal(50, order.Transfers!.Count);
    }

    private static Notice By(Notice notice, string id, decimal amount, string currency = "CNY") => notice with { Transfer = new Transfer(id, amount, currency) };
}
