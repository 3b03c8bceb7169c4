using PaymentHub.Orders;

namespace PaymentHub.Tests.Orders;

/// <summary>Orders and notices to start from.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Noon = new(2024, 5, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly DateTimeOffset Later = Noon.AddMinutes(5);

    /// <summary>A deposit that its provider created, before its first notice.</summary>
    public static Order ProviderDeposit { get; } =
        new()
        {
            Id = "dep_00000000000000000000000001",
            Kind = OrderKind.Deposit,
            MerchantId = "shop",
            AccountId = "shop_pay",
            Provider = "pay_protocol",
            Status = OrderStatus.AwaitingPayment,
            ProviderOrderId = "402",
            CreatedAt = Noon,
            UpdatedAt = Noon,
        };

    /// <summary>A deposit of 10 CNY that the merchant created.</summary>
    public static Order MerchantDeposit { get; } =
        ProviderDeposit with
        {
            ProviderOrderId = null,
            AccountId = "shop_mpay",
            Provider = "mpay",
            CustomerId = "u-1",
            Currency = "CNY",
            Network = "mpay",
            Request = new OrderRequest
            {
                Reference = "r-1",
                Amount = 10,
                Currency = "CNY",
                Network = "mpay",
                Fingerprint = "f",
            },
        };

    /// <summary>A withdrawal of 10 USDT that the merchant created and the provider has accepted.</summary>
    public static Order Withdrawal { get; } =
        ProviderDeposit with
        {
            Id = "wd_00000000000000000000000001",
            Kind = OrderKind.Withdrawal,
            Status = OrderStatus.Submitted,
            ProviderOrderId = null,
            CustomerId = "u-1",
            Currency = "USDT",
            Network = "tron",
            Address = "TA",
            Request = new OrderRequest
            {
                Reference = "w-1",
                Amount = 10,
                Currency = "USDT",
                Network = "tron",
                Address = "TA",
                Fingerprint = "f",
            },
        };

    public static Notice Notice(OrderKind kind, NoticeStatus status) => new() { Kind = kind, Status = status };

    public static Notice Deposit(NoticeStatus status) => Notice(OrderKind.Deposit, status);

    /// <summary>The order after some notices, one after the other.</summary>
    public static Order After(this Order order, params IEnumerable<Notice> notices) =>
        notices.Aggregate(order, (current, notice) => OrderMachine.Apply(current, notice, Later).Order);
}
