namespace PaymentHub.Sandbox.PayProtocol;

/// <summary>A chain under the platform's own id.</summary>
/// <param name="Tvm">Whether its addresses are TRON's; otherwise Ethereum's.</param>
public sealed record PayProtocolChain(int ChainId, string ChainName, bool Tvm);
