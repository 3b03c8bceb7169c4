using System.Security.Cryptography;
using System.Text;
using PaymentHub.Sandbox.Callbacks;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Sandbox.Wire;

namespace PaymentHub.Sandbox.MPay;

/// <summary>MPay as the sandbox plays it: what a payer can do there, and what was asked of it.</summary>
public sealed class MPaySandbox : IDisposable
{
    private const int MaxOrders = 10_000;
    private readonly Lock _gate = new();
    private readonly MPayAccount[] _accounts;
    private readonly Dictionary<(string Account, string MerchOrderId), MPayOrder> _orders = [];
    private readonly MPayCallbacks _callbacks;
    private readonly FaultPlan _faults;

    internal MPaySandbox(MPaySandboxOptions options, FaultPlan faults, CallbackSender sender, TimeProvider time, BackgroundTasks background)
    {
        _accounts = [.. options.Accounts.Select(account => new MPayAccount(account, new MPayCipher(account)))];
        _callbacks = new MPayCallbacks(options, sender);
        _faults = faults;
        Options = options;
        Time = time;
        Pipeline = new RequestPipeline(SandboxProvider.MPay, faults, time, background, MPayEndpoints.Refuse);
        Callbacks = sender;
        Withdrawals = new MPayPayouts(options.Withdrawals, CallBackAsync, faults, background);
    }

    /// <summary>What was asked of it: "user/up", "user/down", "user/checkUpOrder" ….</summary>
    public RequestLog Requests => Pipeline.Log;

    /// <summary>What it told the merchants.</summary>
    public CallbackSender Callbacks { get; }

    public IReadOnlyList<MPayCredentials> Accounts => [.. _accounts.Select(account => account.Credentials)];

    /// <summary>The truth about every order, in the order of their making.</summary>
    public IReadOnlyList<MPayOrder> Orders
    {
        get
        {
            lock (_gate)
            {
                return [.. _orders.Values.OrderBy(order => order.CreateTime)];
            }
        }
    }

    /// <summary>Its payouts ("down").</summary>
    public MPayPayouts Withdrawals { get; }

    internal MPaySandboxOptions Options { get; }

    internal TimeProvider Time { get; }

    internal RequestPipeline Pipeline { get; }

    /// <inheritdoc cref="PayAsync(MPayPayment)"/>
    public Task<MPayOrder> PayAsync(string merchOrderId, MPayStatus outcome = MPayStatus.Finish, string? amount = null) =>
        PayAsync(
            new()
            {
                MerchOrderId = merchOrderId,
                Outcome = outcome,
                Amount = amount,
            }
        );

    /// <summary>
    /// Pays an order, fails it, or only scans its code. The callback's first attempt is over when this returns (dropped, delayed and held
    /// ones excepted).
    /// </summary>
    /// <exception cref="ArgumentException">There is no such order, or the amount is no number.</exception>
    public async Task<MPayOrder> PayAsync(MPayPayment payment)
    {
        ArgumentNullException.ThrowIfNull(payment);
        var paid = Change(payment);
        await CallBackAsync(paid, payment);
        return paid;
    }

    /// <summary>Sends the callback of an order or a payout once more, as MPay does by hand.</summary>
    public Task ResendAsync(string merchOrderId)
    {
        if (Withdrawals.All.LastOrDefault(one => one.MerchOrderId == merchOrderId) is { } payout)
        {
            return CallBackAsync(payout);
        }

        var payment = new MPayPayment { MerchOrderId = merchOrderId };
        return CallBackAsync(Find(payment), payment);
    }

    public void Dispose()
    {
        foreach (var account in _accounts)
        {
            account.Cipher.Dispose();
        }
    }

    internal MPayAccount? AccountOf(string merchId) =>
        Array.Find(_accounts, account => account.Credentials.MerchId.ToString(System.Globalization.CultureInfo.InvariantCulture) == merchId);

    /// <summary>Adds an order; returns the one that has its merchOrderId already.</summary>
    internal (MPayOrder Order, bool Added) Add(MPayOrder order)
    {
        lock (_gate)
        {
            if (_orders.TryGetValue((order.Account, order.MerchOrderId), out var existing))
            {
                return (existing, false);
            }

            if (_orders.Count >= MaxOrders)
            {
                throw new InvalidOperationException($"The sandbox keeps at most {MaxOrders} orders.");
            }

            _orders.Add((order.Account, order.MerchOrderId), order);
            return (order, true);
        }
    }

    internal MPayOrder? OrderOfPage(string id) => Orders.FirstOrDefault(order => order.Id == id);

    /// <summary>What a query says about an order; null when there is none, or a fault hides it.</summary>
    internal MPayOrder? Told(string account, string merchOrderId)
    {
        if (Orders.FirstOrDefault(order => order.Account == account && order.MerchOrderId == merchOrderId) is not { } truth)
        {
            return null;
        }

        var faults = _faults.TakeForQuery(SandboxProvider.MPay, truth.MerchOrderId, truth.MerchUserId);
        return faults.Has(FaultKind.QueryMissing)
            ? null
            : truth with
            {
                Amount = WrongAmount(truth.Amount, faults),
                UserPayAddress = faults.Address is { } address ? address.Value ?? "somebody_else" : truth.UserPayAddress,
                Status = faults.Has(FaultKind.QueryPending) ? MPayStatus.Pending : truth.Status,
            };
    }

    internal static string WrongAmount(string amount, Distortion faults) =>
        faults.Amount is { } wrong ? AmountText.JsonNumber(wrong.Value ?? "10" + amount) : amount;

    private Task<Delivery> CallBackAsync(MPayPayout payout) =>
        _callbacks.SendAsync(Credentials(payout.Account), payout, _faults.TakeForCallback(SandboxProvider.MPay, payout.Names));

    private MPayCredentials Credentials(string account) => Array.Find(_accounts, one => one.Credentials.Name == account)!.Credentials;

    private Task<Delivery> CallBackAsync(MPayOrder order, MPayPayment payment)
    {
        var faults = _faults.TakeForCallback(SandboxProvider.MPay, order.MerchOrderId, order.MerchUserId);
        return _callbacks.SendAsync(Credentials(order.Account), order, payment, faults);
    }

    private MPayOrder Change(MPayPayment payment)
    {
        lock (_gate)
        {
            var order = Find(payment);
            return _orders[(order.Account, order.MerchOrderId)] = order with
            {
                Status = payment.Outcome,
                Amount = AmountText.JsonNumber(payment.Amount ?? order.Amount),
                UserPayAddress = "address" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(order.MerchUserId)))[..12],
            };
        }
    }

    private MPayOrder Find(MPayPayment payment) =>
        Orders.FirstOrDefault(order => order.MerchOrderId == payment.MerchOrderId && (payment.Account ?? order.Account) == order.Account)
        ?? throw new ArgumentException($"There is no order '{payment.MerchOrderId}'.", nameof(payment));
}

/// <summary>One merchant, and the key that reads its requests.</summary>
internal sealed record MPayAccount(MPayCredentials Credentials, MPayCipher Cipher);
