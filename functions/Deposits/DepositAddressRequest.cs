namespace PaymentHub.Deposits;

/// <summary>POST /v1/deposit-addresses.</summary>
public sealed record DepositAddressRequest
{
    public string? Account { get; init; }

    public string? CustomerId { get; init; }
}
