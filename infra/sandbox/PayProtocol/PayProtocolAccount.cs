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
