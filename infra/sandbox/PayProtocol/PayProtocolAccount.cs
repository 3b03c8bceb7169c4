using System.Security.Cryptography;
using System.Text;
using PaymentHub.Sandbox.Wire;

namespace PaymentHub.Sandbox.PayProtocol;

/// <summary>What the provider knows about one merchant. Used only under the provider's lock.</summary>
internal sealed class PayProtocolAccount(PayProtocolCredentials credentials)
{
    private const int MaxUsers = 10_000;
    private const int MaxEntries = 10_000;
    private readonly Dictionary<string, PayProtocolUser> _users = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, PayProtocolRecharge> _recharges = [];
    private readonly SortedDictionary<int, PayProtocolWithdrawal> _withdrawals = [];

    public PayProtocolCredentials Credentials { get; set; } = credentials;

    public IEnumerable<PayProtocolUser> Users => _users.Values;

    /// <summary>Oldest first.</summary>
    public IEnumerable<PayProtocolRecharge> Recharges => _recharges.Values;

    /// <summary>Oldest first.</summary>
    public IEnumerable<PayProtocolWithdrawal> Withdrawals => _withdrawals.Values;

    public PayProtocolUser? User(string uuid) => _users.GetValueOrDefault(uuid);

    public PayProtocolRecharge? Recharge(int id) => _recharges.GetValueOrDefault(id);

    public PayProtocolWithdrawal? Withdrawal(int id) => _withdrawals.GetValueOrDefault(id);

    public PayProtocolUser Create(string uuid, int userId, int userType, DateTimeOffset now, PayProtocolCatalogue catalogue)
    {
        if (_users.Count >= MaxUsers)
        {
            throw new InvalidOperationException($"The sandbox keeps at most {MaxUsers} users an account.");
        }

        var wallets = catalogue.Chains.Select(chain => new PayProtocolWallet((userId * 10) + chain.ChainId, chain.ChainId, Address(uuid, chain)));
        var user = new PayProtocolUser(Credentials.Name, userId, uuid, now, [.. wallets]) { UserType = userType };
        _users.Add(uuid, user);
        return user;
    }

    public void Keep(PayProtocolRecharge recharge) => Keep(_recharges, recharge.RechargeId, recharge);

    public void Keep(PayProtocolWithdrawal withdrawal) => Keep(_withdrawals, withdrawal.WithdrawId, withdrawal);

    public bool ForgetRecharge(int id) => _recharges.Remove(id);

    public bool ForgetWithdrawal(int id) => _withdrawals.Remove(id);

    private static void Keep<T>(SortedDictionary<int, T> entries, int id, T entry)
    {
        entries[id] = entry;
        if (entries.Count > MaxEntries)
        {
            entries.Remove(entries.Keys.First());
        }
    }

    /// <summary>The same user has the same address for ever, and one address on all EVM chains.</summary>
    private string Address(string uuid, PayProtocolChain chain)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"pay protocol|{Credentials.Name}|{uuid}")).AsSpan(0, 20);
        return chain.Tvm ? TronAddress.From(bytes) : EvmAddress.From(bytes);
    }
}

/// <summary>A user's wallet on one chain.</summary>
public sealed record PayProtocolWallet(int WalletId, int ChainId, string WalletAddress);

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

/// <summary>A withdrawal as it is applied for.</summary>
public sealed record PayProtocolApplication
{
    /// <summary>The account; null: the only one.</summary>
    public string? Account { get; init; }

    /// <summary>null: the currency's chain.</summary>
    public int? ChainId { get; init; }

    public int CurrencyId { get; init; } = PayProtocolCatalogue.UsdtTrc20;

    public required string WithdrawAddress { get; init; }

    /// <summary>Decimal text: "10.5".</summary>
    public required string WithdrawAmount { get; init; }

    public string? OutTradeNo { get; init; }

    public Uri? NotifyUrl { get; init; }

    /// <summary>null: now.</summary>
    public DateTimeOffset? WithdrawTime { get; init; }

    /// <summary>A withdrawal that is planted as already settled sends no callback.</summary>
    public WithdrawStatus Status { get; init; } = WithdrawStatus.PendingApproval;
}

/// <summary>Many recharges at once.</summary>
public sealed record PayProtocolSeed
{
    /// <summary>The account; null when only one has the user.</summary>
    public string? Account { get; init; }

    public required string Uuid { get; init; }

    public required int Count { get; init; }

    /// <summary>null: the currency's chain.</summary>
    public int? ChainId { get; init; }

    public int CurrencyId { get; init; } = PayProtocolCatalogue.UsdtTrc20;

    /// <summary>Decimal text, the same for each.</summary>
    public string Amount { get; init; } = "1";

    public RechargeStatus Status { get; init; }

    /// <summary>When the first was created; null: now.</summary>
    public DateTimeOffset? First { get; init; }

    /// <summary>How much later each next one was created.</summary>
    public TimeSpan Step { get; init; }
}
