using PaymentHub.Orders;

namespace PaymentHub.Storage;

/// <summary>The queues. The host moves what keeps failing to the queue of the same name with <c>-poison</c>.</summary>
public static class QueueNames
{
    public const string Callbacks = "callbacks";

    public const string Webhooks = "webhooks";

    public const string Withdrawals = "withdrawals";

    public const string Deposits = "deposits";

    public const string CallbacksPoison = Callbacks + "-poison";

    public const string WebhooksPoison = Webhooks + "-poison";

    public const string WithdrawalsPoison = Withdrawals + "-poison";

    public const string DepositsPoison = Deposits + "-poison";

    public static IReadOnlyList<string> All { get; } =
    [
        Callbacks, CallbacksPoison, Webhooks, WebhooksPoison, Withdrawals, WithdrawalsPoison, Deposits, DepositsPoison,
    ];

    /// <summary>The queue for the work of orders of that kind.</summary>
    public static string Of(OrderKind kind) => kind switch
    {
        OrderKind.Withdrawal => Withdrawals,
        OrderKind.Deposit => Deposits,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no work for orders of that kind."),
    };

    /// <summary>The queue for the work of that order.</summary>
    public static string Of(string orderId) => Of(OrderId.KindOf(orderId));
}
