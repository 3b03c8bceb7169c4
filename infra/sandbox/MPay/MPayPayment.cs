namespace PaymentHub.Sandbox.MPay;

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
