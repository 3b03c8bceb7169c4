namespace PaymentHub.Providers.PayProtocol;

/// <summary>A currency on a network as the platform numbers them: its own ids, not the chain's.</summary>
internal sealed record PayProtocolRoute(string ChainId, string CurrencyId, PayProtocolCurrency Currency);
