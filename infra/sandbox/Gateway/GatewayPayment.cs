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

/// <summary>A transfer to a user's address.</summary>
/// <param name="Account">The name of the account.</param>
/// <param name="Identify">The merchant's own id of the user.</param>
/// <param name="OrderId">19 digits.</param>
/// <param name="TransactionId">64 hex digits.</param>
/// <param name="Amount">A JSON number, as the callback writes it.</param>
public sealed record GatewayRecharge(
    string Account,
    string Identify,
    string Address,
    string OrderId,
    string TransactionId,
    string Amount,
    DateTimeOffset CreatedAt
);
