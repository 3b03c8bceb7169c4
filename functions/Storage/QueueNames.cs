namespace PaymentHub.Storage;

/// <summary>The queues. The host moves what keeps failing to the queue of the same name with <c>-poison</c>.</summary>
public static class QueueNames
{
    public const string Callbacks = "callbacks";

    public const string Webhooks = "webhooks";

    public const string Withdrawals = "withdrawals";

    public const string Deposits = "deposits";

    public const string Reconciliations = "reconciliations";

    public const string CallbacksPoison = Callbacks + "-poison";

    public const string WebhooksPoison = Webhooks + "-poison";

    public const string WithdrawalsPoison = Withdrawals + "-poison";

    public const string DepositsPoison = Deposits + "-poison";

    public const string ReconciliationsPoison = Reconciliations + "-poison";

    public static IReadOnlyList<string> All { get; } =
    [
        Callbacks,
        CallbacksPoison,
        Webhooks,
        WebhooksPoison,
        Withdrawals,
        WithdrawalsPoison,
        Deposits,
        DepositsPoison,
        Reconciliations,
        ReconciliationsPoison,
    ];
}
