using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Sandbox.Wire;

namespace PaymentHub.Sandbox.PayProtocol;

/// <summary>The payment orders at Pay Protocol, and what payers and the provider's console can do with them.</summary>
public sealed class PayProtocolPaymentOrders
{
    private const int MaxOrders = 10_000;
    private const long FirstNumber = 1_780_000_000_000_000_000;
    private readonly PayProtocolSandbox _provider;
    private readonly PayProtocolCallbacks _callbacks;
    private readonly FaultPlan _faults;

    // Used only under the provider's lock.
    private readonly Dictionary<(string Account, string OutTradeNo), PayProtocolPaymentOrder> _orders = [];
    private long _lastNumber = FirstNumber;

    internal PayProtocolPaymentOrders(PayProtocolSandbox provider, PayProtocolCallbacks callbacks, FaultPlan faults)
    {
        _provider = provider;
        _callbacks = callbacks;
        _faults = faults;
    }

    /// <summary>The truth about every order, oldest first.</summary>
    public IReadOnlyList<PayProtocolPaymentOrder> All =>
        _provider.Read(() => _orders.Values.OrderBy(order => order.OutPaymentNo, StringComparer.Ordinal).ToArray());

    /// <summary>
    /// Pays to an order's address: in part, in whole, too much, or after it failed. The provider reports the transfer as a recharge too. The
    /// callbacks' first attempts are over when this returns (dropped, delayed and held ones excepted).
    /// </summary>
    /// <param name="amount">Decimal text; null: what is still missing.</param>
    /// <param name="status">Pending: the transfer waits for its blocks, until the recharge is settled.</param>
    /// <exception cref="ArgumentException">There is no such order, or nothing is missing.</exception>
    public async Task<PayProtocolPaymentOrder> PayAsync(string outTradeNo, string? amount = null, RechargeStatus status = RechargeStatus.Success)
    {
        var order = Find(outTradeNo);
        await _provider.PayAsync(
            new()
            {
                Account = order.Account,
                Uuid = order.OutPaymentNo,
                CurrencyId = order.CurrencyId,
                Amount = amount ?? AmountText.FromSmallestUnits(Missing(order), Decimals(order)),
                Status = status,
            }
        );
        return Find(outTradeNo);
    }

    /// <summary>Gives an order any status, and calls back.</summary>
    /// <exception cref="ArgumentException">There is no such order.</exception>
    public async Task<PayProtocolPaymentOrder> SettleAsync(string outTradeNo, PaymentStatus status)
    {
        var settled = _provider.Read(() => Keep(Find(outTradeNo) with { PaymentStatus = status }));
        await CallBackAsync(settled);
        return settled;
    }

    /// <summary>Sends an order's callback once more, as "payment/notify" does. Returns after the first attempt.</summary>
    public Task NotifyAsync(string outTradeNo) => CallBackAsync(Find(outTradeNo));

    internal PayProtocolPaymentOrder? OfPage(string outPaymentNo) => All.FirstOrDefault(order => order.OutPaymentNo == outPaymentNo);

    internal PayProtocolPaymentOrder? OfMerchant(string account, string? outTradeNo, string? outPaymentNo) =>
        All.FirstOrDefault(order =>
            order.Account == account
            && (outTradeNo ?? outPaymentNo) is not null
            && (outTradeNo ?? order.OutTradeNo) == order.OutTradeNo
            && (outPaymentNo ?? order.OutPaymentNo) == order.OutPaymentNo
        );

    /// <summary>Makes an order with a user and an address of its own. Called under the provider's lock.</summary>
    /// <param name="asked">Without its number and address.</param>
    internal PayProtocolPaymentOrder Add(PayProtocolAccount account, PayProtocolPaymentOrder asked)
    {
        if (_orders.Count >= MaxOrders)
        {
            throw new InvalidOperationException($"The sandbox keeps at most {MaxOrders} payment orders.");
        }

        var number = (_lastNumber += RandomNumberGenerator.GetInt32(1, 1 << 22)).ToString(CultureInfo.InvariantCulture);
        var user = _provider.Create(account, number, PayProtocolUser.Payer);
        return Keep(asked with { OutPaymentNo = number, UserWalletAddress = user.WalletOn(asked.ChainId).WalletAddress });
    }

    /// <summary>What a transfer changes about the order whose address it went to. Called under the provider's lock.</summary>
    /// <returns>The order, when there is something to tell about it.</returns>
    internal PayProtocolPaymentOrder? Receive(PayProtocolAccount account, PayProtocolRecharge recharge)
    {
        if (
            _orders.Values.FirstOrDefault(one => one.Account == recharge.Account && one.OutPaymentNo == recharge.Uuid) is not { } order
            || order.CurrencyId != recharge.CurrencyId
        )
        {
            return null;
        }

        PayProtocolRecharge[] transfers = [.. account.Recharges.Where(one => one.Uuid == order.OutPaymentNo && one.CurrencyId == order.CurrencyId)];
        var received = transfers
            .Where(one => one.RechargeStatus == RechargeStatus.Success)
            .Aggregate(BigInteger.Zero, (sum, one) => sum + Number(one.RechargeAmount));
        var status =
            received >= Number(order.ExpectedAmount) ? PaymentStatus.Paid
            : received > 0 ? PaymentStatus.PartiallyPaid
            : transfers.Any(one => one.RechargeStatus == RechargeStatus.Pending) ? PaymentStatus.BlockConfirmation
            : order.PaymentStatus;
        var changed = Keep(
            order with
            {
                PaymentStatus = status,
                SettlementAmount = received > 0 ? received.ToString(CultureInfo.InvariantCulture) : null,
                TransferHash = recharge.TransferHash,
                FromAddress = recharge.FromAddress,
                BlockTime = recharge.BlockTime,
            }
        );
        return recharge.RechargeStatus == RechargeStatus.Success ? changed : null;
    }

    internal Task CallBackAsync(PayProtocolPaymentOrder order)
    {
        var account = _provider.Accounts.First(one => one.Name == order.Account);
        return order.NotifyUrl is { } url
            ? _callbacks.SendAsync(account, url, order, _faults.TakeForCallback(SandboxProvider.PayProtocol, order.Names))
            : Task.CompletedTask;
    }

    /// <summary>What a query says about an order; null when a fault hides it.</summary>
    internal PayProtocolPaymentOrder? Told(PayProtocolPaymentOrder order)
    {
        var faults = _faults.TakeForQuery(SandboxProvider.PayProtocol, order.Names);
        return faults.Has(FaultKind.QueryMissing) ? null : PayProtocolDistortion.Apply(order, faults, _provider.Catalogue);
    }

    internal int Decimals(PayProtocolPaymentOrder order) => _provider.Catalogue.Currency(order.ChainId, order.CurrencyId).Decimals;

    /// <summary>Smallest units; below zero: too much was paid.</summary>
    internal static BigInteger Rest(PayProtocolPaymentOrder order) => Number(order.ExpectedAmount) - Number(order.SettlementAmount ?? "0");

    private static string Missing(PayProtocolPaymentOrder order) =>
        Rest(order) is { Sign: > 0 } rest
            ? rest.ToString(CultureInfo.InvariantCulture)
            : throw new ArgumentException($"Nothing is missing of '{order.OutTradeNo}': name an amount.");

    private static BigInteger Number(string units) => BigInteger.Parse(units, CultureInfo.InvariantCulture);

    private PayProtocolPaymentOrder Keep(PayProtocolPaymentOrder order) => _orders[(order.Account, order.OutTradeNo)] = order;

    private PayProtocolPaymentOrder Find(string outTradeNo) =>
        All.FirstOrDefault(order => order.OutTradeNo == outTradeNo)
        ?? throw new ArgumentException($"There is no payment order '{outTradeNo}'.", nameof(outTradeNo));
}
