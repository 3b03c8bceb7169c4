using PaymentHub.Sandbox.Callbacks;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Sandbox.Wire;

namespace PaymentHub.Sandbox.PayProtocol;

/// <summary>Pay Protocol as the sandbox plays it: what a payer and the provider's console can do there, and what was asked of it.</summary>
public sealed class PayProtocolSandbox
{
    private readonly Lock _gate = new();
    private readonly PayProtocolAccount[] _accounts;
    private readonly PayProtocolCallbacks _callbacks;
    private readonly FaultPlan _faults;
    private int _lastUserId = 400;
    private int _lastRechargeId = 1000;

    internal PayProtocolSandbox(
        PayProtocolSandboxOptions options,
        FaultPlan faults,
        CallbackSender sender,
        TimeProvider time,
        BackgroundTasks background
    )
    {
        Options = options;
        Clock = new PayProtocolClock(time, options);
        Pipeline = new RequestPipeline(
            SandboxProvider.PayProtocol,
            faults,
            time,
            background,
            static (code, message) => PayProtocolWire.Error(code, message)
        );
        Callbacks = sender;
        _accounts = [.. options.Accounts.Select(account => new PayProtocolAccount(account))];
        _callbacks = new PayProtocolCallbacks(options, Clock, Catalogue, sender);
        _faults = faults;
        Background = background;
        Pages = new PayProtocolPages(options.ListOrder);
        Withdrawals = new PayProtocolWithdrawals(this, _callbacks, faults, background);
        PaymentOrders = new PayProtocolPaymentOrders(this, _callbacks, faults);
    }

    public PayProtocolCatalogue Catalogue { get; } = new();

    /// <summary>What was asked of it: "user/create", "recharge/detail" ….</summary>
    public RequestLog Requests => Pipeline.Log;

    /// <summary>What it told the merchants.</summary>
    public CallbackSender Callbacks { get; }

    public IReadOnlyList<PayProtocolCredentials> Accounts => Read(() => _accounts.Select(account => account.Credentials).ToArray());

    /// <summary>The merchants' users, without those that were made for a payment order.</summary>
    public IReadOnlyList<PayProtocolUser> Users =>
        Read(() => _accounts.SelectMany(account => account.Users).Where(user => user.UserType != PayProtocolUser.Payer).ToArray());

    /// <summary>The truth about every recharge, oldest first.</summary>
    public IReadOnlyList<PayProtocolRecharge> Recharges =>
        Read(() => _accounts.SelectMany(account => account.Recharges).OrderBy(one => one.RechargeId).ToArray());

    public PayProtocolWithdrawals Withdrawals { get; }

    public PayProtocolPaymentOrders PaymentOrders { get; }

    /// <summary>Called when a page of a list has been made and before it is sent: the place to change the list between two pages.</summary>
    public Action<PayProtocolPageRead>? PageRead
    {
        get => Pages.Read;
        set => Pages.Read = value;
    }

    internal PayProtocolSandboxOptions Options { get; }

    internal PayProtocolPages Pages { get; }

    internal BackgroundTasks Background { get; }

    /// <summary>Used only under the lock.</summary>
    internal IReadOnlyList<PayProtocolAccount> Books => _accounts;

    internal PayProtocolClock Clock { get; }

    internal RequestPipeline Pipeline { get; }

    /// <summary>Sets where an account's recharge callbacks go.</summary>
    public void SetCallbackUrl(string account, Uri url) =>
        Read(() => Account(account) is var found ? found.Credentials = found.Credentials with { CallbackUrl = url } : null);

    /// <summary>Makes a user without being asked over HTTP: one from before the
    /// merchant used this client. Returns an existing one as it is.</summary>
    public PayProtocolUser AddUser(string account, string uuid) => Read(() => Account(account).User(uuid) ?? Create(Account(account), uuid));

    /// <inheritdoc cref="PayAsync(PayProtocolPayment)"/>
    public Task<PayProtocolRecharge> PayAsync(
        string uuid,
        int chainId,
        int currencyId,
        string amount,
        RechargeStatus status = RechargeStatus.Success
    ) =>
        PayAsync(
            new()
            {
                Uuid = uuid,
                ChainId = chainId,
                CurrencyId = currencyId,
                Amount = amount,
                Status = status,
            }
        );

    /// <summary>Pays to a user's wallet. Unless pending, the callback's first attempt is over
    /// when this returns (dropped, delayed and held ones excepted).</summary>
    /// <exception cref="ArgumentException">There is no such user, chain or currency, or the amount is none.</exception>
    public async Task<PayProtocolRecharge> PayAsync(PayProtocolPayment payment)
    {
        ArgumentNullException.ThrowIfNull(payment);
        var (recharge, order) = Read(() => Keep(payment));
        if (!payment.Silent)
        {
            await CallBackAsync(recharge, order);
        }

        return recharge;
    }

    /// <summary>Makes many recharges at once, without callbacks. Their ids rise in the order of their making.</summary>
    /// <exception cref="ArgumentException">There is no such user, chain or currency, or the amount is none.</exception>
    public IReadOnlyList<PayProtocolRecharge> Seed(PayProtocolSeed seed)
    {
        ArgumentNullException.ThrowIfNull(seed);
        var first = seed.First ?? Clock.Now;
        var payment = new PayProtocolPayment
        {
            Account = seed.Account,
            Uuid = seed.Uuid,
            ChainId = seed.ChainId,
            CurrencyId = seed.CurrencyId,
            Amount = seed.Amount,
            Status = seed.Status,
        };
        return Read(() =>
            Enumerable.Range(0, seed.Count).Select(index => Keep(payment with { CreateTime = first + (index * seed.Step) }).Recharge).ToArray()
        );
    }

    /// <summary>Changes a recharge's status, and tells it by callback unless it is pending.</summary>
    public async Task<PayProtocolRecharge> SettleAsync(int rechargeId, RechargeStatus status)
    {
        var (settled, order) = Read(() =>
        {
            var (account, recharge) = Find(rechargeId);
            var changed = recharge with { RechargeStatus = status };
            account.Keep(changed);
            return (changed, PaymentOrders.Receive(account, changed));
        });
        await CallBackAsync(settled, order);
        return settled;
    }

    /// <summary>Sends a recharge's callback once more, as "recharge/notify" does. Returns after the first attempt.</summary>
    public Task NotifyAsync(int rechargeId) => CallBackAsync(Read(() => Find(rechargeId).Recharge), null);

    /// <summary>Removes a recharge, as if the provider had never heard of it. False when it is not there.</summary>
    public bool Forget(int rechargeId) => Read(() => _accounts.Any(account => account.ForgetRecharge(rechargeId)));

    internal T Read<T>(Func<T> read)
    {
        lock (_gate)
        {
            return read();
        }
    }

    internal PayProtocolAccount? AccountOfKey(string apiKey) => Array.Find(_accounts, account => account.Credentials.ApiKey == apiKey);

    internal PayProtocolUser Create(PayProtocolAccount account, string uuid, int userType = 0) =>
        account.Create(uuid, ++_lastUserId, userType, Clock.Now, Catalogue);

    internal PayProtocolRecharge? Told(PayProtocolRecharge recharge)
    {
        var faults = _faults.TakeForQuery(SandboxProvider.PayProtocol, recharge.Names);
        return faults.Has(FaultKind.QueryMissing) ? null : PayProtocolDistortion.Apply(recharge, faults, Catalogue);
    }

    /// <param name="order">The payment order that the recharge paid, if any.</param>
    private async Task CallBackAsync(PayProtocolRecharge recharge, PayProtocolPaymentOrder? order)
    {
        if (order is not null && Options.PaymentToldFirst)
        {
            await PaymentOrders.CallBackAsync(order);
        }

        await CallBackAsync(recharge);
        if (order is not null && !Options.PaymentToldFirst)
        {
            await PaymentOrders.CallBackAsync(order);
        }
    }

    private async Task CallBackAsync(PayProtocolRecharge recharge)
    {
        var account = Account(recharge.Account).Credentials;
        if (recharge.RechargeStatus != RechargeStatus.Pending && account.CallbackUrl is { } url)
        {
            await _callbacks.SendAsync(account, url, recharge, _faults.TakeForCallback(SandboxProvider.PayProtocol, recharge.Names));
        }
    }

    private (PayProtocolRecharge Recharge, PayProtocolPaymentOrder? Order) Keep(PayProtocolPayment payment)
    {
        var account =
            _accounts.FirstOrDefault(one => (payment.Account ?? one.Credentials.Name) == one.Credentials.Name && one.User(payment.Uuid) is not null)
            ?? throw new ArgumentException($"There is no user '{payment.Uuid}'.");
        var user = account.User(payment.Uuid)!;
        var recharge = payment.MadeInto(++_lastRechargeId, account.Credentials.Name, user, Catalogue, Clock.Now);
        account.Keep(recharge);
        return (recharge, PaymentOrders.Receive(account, recharge));
    }

    private PayProtocolAccount Account(string name) =>
        Array.Find(_accounts, account => account.Credentials.Name == name)
        ?? throw new ArgumentException($"There is no account '{name}'.", nameof(name));

    private (PayProtocolAccount Account, PayProtocolRecharge Recharge) Find(int rechargeId) =>
        _accounts.Select(account => (account, account.Recharge(rechargeId))).FirstOrDefault(found => found.Item2 is not null)
            is (var account, { } recharge)
            ? (account, recharge)
            : throw new ArgumentException($"There is no recharge {rechargeId}.", nameof(rechargeId));
}
