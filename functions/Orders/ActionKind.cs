namespace PaymentHub.Orders;

/// <summary>What may be owed to an order besides telling its merchant; in row keys as snake_case words.</summary>
public enum ActionKind
{
    /// <summary>Send the withdrawal to its provider. Whoever turns this into <see cref="Poll"/> in one write may send, and nobody else.</summary>
    Submit,

    /// <summary>Ask the provider how the order stands. Never sends anything.</summary>
    Poll,

    /// <summary>Release what the withdrawal reserved of the day's limit.</summary>
    Release,

    /// <summary>
    /// Its time is over. A deposit's time to pay: ask one last time whether the payment has come, and note that it is over if not. A
    /// withdrawal's time to be approved: reject it.
    /// </summary>
    Expire,
}
