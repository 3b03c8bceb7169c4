namespace PaymentHub.Sandbox.PayProtocol;

/// <summary>A user's wallet on one chain.</summary>
public sealed record PayProtocolWallet(int WalletId, int ChainId, string WalletAddress);
