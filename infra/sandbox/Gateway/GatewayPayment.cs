namespace PaymentHub.Sandbox.Gateway;

/// <summary>What a payer does: sends USDT to a user's address.</summary>
public sealed record GatewayPayment
{
    /// <summary>The account; null when only one has the user.</summary>
    public string? Account { get; init; }

    public required string Identify { get; init; }

    /// <summary>USDT, as a JSON number in the form that the callback shall have: "51", "51.0", "5.1e1".</summary>
    public required string Amount { get; init; }

    /// <summary>64 hex digits; null: random.</summary>
    public string? TransactionId { get; init; }
}
