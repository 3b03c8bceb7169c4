namespace PaymentHub.Sandbox.PayProtocol;

/// <summary>A merchant's user with a wallet on every chain.</summary>
/// <param name="Account">The name of the account that made it.</param>
/// <param name="Uuid">The merchant's own id of the user.</param>
public sealed record PayProtocolUser(string Account, int UserId, string Uuid, DateTimeOffset CreateTime, IReadOnlyList<PayProtocolWallet> Wallets)
{
    /// <summary>The type of a user that was made for one payment order.</summary>
    internal const int Payer = 1;

    /// <summary>0: a user of the merchant's; 1: made for one payment order.</summary>
    public int UserType { get; init; }

    /// <exception cref="ArgumentException">There is no such chain.</exception>
    public PayProtocolWallet WalletOn(int chainId) =>
        Wallets.FirstOrDefault(wallet => wallet.ChainId == chainId) ?? throw new ArgumentException($"There is no chain {chainId}.", nameof(chainId));
}
