namespace PaymentHub.Sandbox.PayProtocol;

/// <summary>A currency under the platform's own id.</summary>
/// <param name="Address">The token's contract; empty for the chain's own coin.</param>
public sealed record PayProtocolCurrency(int CurrencyId, int ChainId, string Name, string Symbol, string Address, int Decimals);
