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
