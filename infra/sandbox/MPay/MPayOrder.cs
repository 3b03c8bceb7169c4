namespace PaymentHub.Sandbox.MPay;

/// <summary>A payment that a merchant asked for ("up").</summary>
public sealed record MPayOrder
{
    /// <summary>The name of the account.</summary>
    public required string Account { get; init; }

    /// <summary>MPay's id: the last part of the page's address.</summary>
    public required string Id { get; init; }

    /// <summary>The merchant's id.</summary>
    public required string MerchOrderId { get; init; }

    public required string MerchUserId { get; init; }

    /// <summary>A JSON number; whole, unless a payer paid something else.</summary>
    public required string Amount { get; init; }

    public required Uri CallBackUrl { get; init; }

    public string? Title { get; init; }

    public string? Remark { get; init; }

    public string Currency { get; init; } = "CNY";

    public Uri? ReturnUrl { get; init; }

    public MPayStatus Status { get; init; }

    /// <summary>The payer's wallet, once somebody has scanned the code.</summary>
    public string? UserPayAddress { get; init; }

    public required DateTimeOffset CreateTime { get; init; }
}

/// <summary>How a callback says that an order was paid.</summary>
public enum MPayWords
{
    TrueFalse,
    FinishFail,
}

/// <summary>How far an order is: the words of the queries.</summary>
public enum MPayStatus
{
    Pending,
    Finish,
    Fail,
}

/// <summary>What a payer does with a payment page.</summary>
public sealed record MPayPayment
{
    public required string MerchOrderId { get; init; }

    /// <summary>The account; null when only one has the order.</summary>
    public string? Account { get; init; }

    /// <summary>Pending: the code was scanned, and nothing paid yet.</summary>
    public MPayStatus Outcome { get; init; } = MPayStatus.Finish;

    /// <summary>Another amount than asked for: that is what the order then has, in queries too.</summary>
    public string? Amount { get; init; }

    /// <summary>The callback's word for the status, when it shall be another than the usual one.</summary>
    public string? Word { get; init; }

    /// <summary>Further fields of the callback; they are signed too.</summary>
    public IReadOnlyDictionary<string, string>? MoreFields { get; init; }
}
