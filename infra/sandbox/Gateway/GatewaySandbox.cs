using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PaymentHub.Sandbox.Callbacks;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Sandbox.Wire;

namespace PaymentHub.Sandbox.Gateway;

/// <summary>The USDT gateway as the sandbox plays it: what a payer and the gateway's support can do there, and what was asked of it.</summary>
public sealed class GatewaySandbox
{
    private const int MaxUsers = 10_000;
    private const int MaxRecharges = 10_000;
    private const long FirstOrder = 1_750_000_000_000_000_000;
    private readonly Lock _gate = new();
    private readonly GatewayCredentials[] _accounts;
    private readonly Dictionary<(string Account, string Identify), GatewayUser> _users = [];
    private readonly SortedDictionary<string, GatewayRecharge> _recharges = new(StringComparer.Ordinal);
    private readonly GatewayCallbacks _callbacks;
    private readonly FaultPlan _faults;
    private readonly TimeProvider _time;
    private long _lastOrder = FirstOrder;

    internal GatewaySandbox(GatewaySandboxOptions options, FaultPlan faults, CallbackSender sender, TimeProvider time, BackgroundTasks background)
    {
        _accounts = [.. options.Accounts];
        foreach (var account in _accounts)
        {
            GatewaySigner.CheckKeys(account);
        }

        _callbacks = new GatewayCallbacks(options, sender);
        _faults = faults;
        _time = time;
        Options = options;
        Pipeline = new RequestPipeline(SandboxProvider.Gateway, faults, time, background, GatewayEndpoints.Refuse);
        Withdrawals = new GatewayWithdrawals(
            options.Withdrawals,
            withdrawal => CallBackAsync(withdrawal.Account, GatewayNews.Of(withdrawal), withdrawal.Names),
            faults,
            time,
            background
        );
        Callbacks = sender;
    }

    /// <summary>What was asked of it: "v1/recharge", "v1/withdraw".</summary>
    public RequestLog Requests => Pipeline.Log;

    /// <summary>What it told the merchants.</summary>
    public CallbackSender Callbacks { get; }

    public IReadOnlyList<GatewayCredentials> Accounts => Read(() => _accounts.ToArray());

    public IReadOnlyList<GatewayUser> Users => Read(() => _users.Values.ToArray());

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<GatewayRecharge> Recharges => Read(() => _recharges.Values.ToArray());

    public GatewayWithdrawals Withdrawals { get; }

    internal GatewaySandboxOptions Options { get; }

    internal RequestPipeline Pipeline { get; }

    /// <summary>Sets where an account's callbacks go.</summary>
    public void SetCallbackUrl(string account, Uri url) =>
        Read(() =>
        {
            var index = Array.FindIndex(_accounts, one => one.Name == account);
            return index >= 0
                ? _accounts[index] = _accounts[index] with { CallbackUrl = url }
                : throw new ArgumentException($"There is no account '{account}'.", nameof(account));
        });

    /// <summary>The user's address, made when she has none yet: what "/v1/recharge" answers.</summary>
    public GatewayUser AddUser(string account, string identify) =>
        Read(() =>
        {
            if (_users.TryGetValue((account, identify), out var user))
            {
                return user;
            }

            if (_users.Count >= MaxUsers)
            {
                throw new InvalidOperationException($"The sandbox keeps at most {MaxUsers} users.");
            }

            var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"gateway|{account}|{identify}")).AsSpan(0, 20);
            return _users[(account, identify)] = new(account, identify, TronAddress.From(bytes));
        });

    /// <inheritdoc cref="PayAsync(GatewayPayment)"/>
    public Task<GatewayRecharge> PayAsync(string identify, string amount) => PayAsync(new() { Identify = identify, Amount = amount });

    /// <summary>Pays to a user's address. The callback's attempt is over when this returns (dropped, delayed and held ones excepted).</summary>
    /// <exception cref="ArgumentException">There is no such user, or the amount is no JSON number.</exception>
    public async Task<GatewayRecharge> PayAsync(GatewayPayment payment)
    {
        ArgumentNullException.ThrowIfNull(payment);
        var recharge = Read(() => Keep(payment));
        await CallBackAsync(recharge.Account, GatewayNews.Of(recharge), recharge.Identify, recharge.OrderId);
        return recharge;
    }

    /// <summary>Sends a recharge's or a withdrawal's callback once more, as the gateway's support does by hand.</summary>
    public Task ResendAsync(string orderId) =>
        Read(() => _recharges.GetValueOrDefault(orderId)) is { } recharge
            ? CallBackAsync(recharge.Account, GatewayNews.Of(recharge), recharge.Identify, recharge.OrderId)
            : Withdrawals.ResendAsync(orderId);

    private T Read<T>(Func<T> read)
    {
        lock (_gate)
        {
            return read();
        }
    }

    private GatewayRecharge Keep(GatewayPayment payment)
    {
        var user =
            _users.Values.FirstOrDefault(one => one.Identify == payment.Identify && (payment.Account ?? one.Account) == one.Account)
            ?? throw new ArgumentException($"There is no user '{payment.Identify}'.");
        var recharge = new GatewayRecharge(
            user.Account,
            user.Identify,
            user.Address,
            (_lastOrder += RandomNumberGenerator.GetInt32(1, 1 << 22)).ToString(CultureInfo.InvariantCulture),
            payment.TransactionId ?? RandomNumberGenerator.GetHexString(64, lowercase: true),
            AmountText.JsonNumber(payment.Amount),
            _time.GetUtcNow()
        );
        _recharges.Add(recharge.OrderId, recharge);
        if (_recharges.Count > MaxRecharges)
        {
            _recharges.Remove(_recharges.Keys.First());
        }

        return recharge;
    }

    private async Task CallBackAsync(string name, GatewayNews news, params string[] about)
    {
        var account = Accounts.Single(one => one.Name == name);
        if (account.CallbackUrl is { } url)
        {
            await _callbacks.SendAsync(account, url, news, _faults.TakeForCallback(SandboxProvider.Gateway, about));
        }
    }
}

/// <summary>A merchant's user and the TRON address that stays hers.</summary>
public sealed record GatewayUser(string Account, string Identify, string Address);
