using System.Globalization;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Sandbox.Wire;
using PaymentHub.Sandbox.Withdrawals;

namespace PaymentHub.Sandbox.MPay;

/// <summary>The payouts at MPay, and what its staff can do with them.</summary>
public sealed class MPayPayouts
{
    private const int MaxPayouts = 10_000;
    private readonly Lock _gate = new();
    private readonly List<MPayPayout> _all = [];
    private readonly Func<MPayPayout, Task> _callBack;
    private readonly FaultPlan _faults;
    private readonly BackgroundTasks _background;

    /// <param name="callBack">Tells the merchant.</param>
    internal MPayPayouts(WithdrawalRules rules, Func<MPayPayout, Task> callBack, FaultPlan faults, BackgroundTasks background)
    {
        Rules = rules;
        _callBack = callBack;
        _faults = faults;
        _background = background;
    }

    /// <summary>How payouts that come from now on are treated.</summary>
    public WithdrawalRules Rules { get; set; }

    /// <summary>The truth about every payout, oldest first.</summary>
    public IReadOnlyList<MPayPayout> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _all];
            }
        }
    }

    /// <summary>What became of the payouts under one merchOrderId.</summary>
    public Payout Paid(string merchOrderId) => Payout.Of(All.Where(one => one.MerchOrderId == merchOrderId).Select(one => one.View));

    /// <summary>
    /// Gives the newest payout under a merchOrderId its status, pending included, and calls back. The first attempt is over when this returns
    /// (dropped, delayed and held ones excepted).
    /// </summary>
    /// <exception cref="ArgumentException">There is no such payout.</exception>
    public Task<MPayPayout> SettleAsync(string merchOrderId, MPayStatus status = MPayStatus.Finish) =>
        SettleByIdAsync(
            (
                All.LastOrDefault(one => one.MerchOrderId == merchOrderId)
                ?? throw new ArgumentException($"There is no payout '{merchOrderId}'.", nameof(merchOrderId))
            ).Id,
            status
        );

    /// <param name="id">MPay's id.</param>
    /// <inheritdoc cref="SettleAsync"/>
    public async Task<MPayPayout> SettleByIdAsync(string id, MPayStatus status)
    {
        var settled = Change(id, one => one with { Status = status, Paid = one.Paid || status == MPayStatus.Finish });
        await _callBack(settled);
        return settled;
    }

    /// <summary>Removes every payout under a merchOrderId, as if MPay had never heard of it. False when there is none.</summary>
    public bool Forget(string merchOrderId)
    {
        lock (_gate)
        {
            return _all.RemoveAll(one => one.MerchOrderId == merchOrderId) > 0;
        }
    }

    /// <summary>Takes a payout by the rules.</summary>
    /// <returns>The payout and what follows of itself; null when a repeated merchOrderId is refused.</returns>
    internal (MPayPayout Payout, Action? Afterwards)? Take(MPayPayout asked)
    {
        var rules = Rules;
        lock (_gate)
        {
            if (
                rules.Repeated != RepeatedWithdrawal.PaysAgain
                && _all.Find(one => one.Account == asked.Account && one.MerchOrderId == asked.MerchOrderId) is { } first
            )
            {
                return rules.Repeated == RepeatedWithdrawal.Refused ? null : (first, null);
            }

            if (_all.Count >= MaxPayouts)
            {
                throw new InvalidOperationException($"The sandbox keeps at most {MaxPayouts} payouts.");
            }

            _all.Add(asked);
        }

        var script = WithdrawalScript.Of(rules, _faults.TakeForWithdrawal(SandboxProvider.MPay, asked.Names));
        return (asked, script is { } outcome ? () => _background.Start(rules.SettleAfter, () => SettleItselfAsync(asked.Id, outcome)) : null);
    }

    /// <summary>What a query says about the newest payout under an id; null when there is none, or a fault hides it.</summary>
    internal MPayPayout? Told(string account, string merchOrderId)
    {
        if (All.LastOrDefault(one => one.Account == account && one.MerchOrderId == merchOrderId) is not { } truth)
        {
            return null;
        }

        var faults = _faults.TakeForQuery(SandboxProvider.MPay, truth.Names);
        return faults.Has(FaultKind.QueryMissing)
            ? null
            : truth with
            {
                Amount = MPaySandbox.WrongAmount(truth.Amount, faults),
                UserWalletAddress = faults.Address is { } address ? address.Value ?? "somebody_else" : truth.UserWalletAddress,
                Status = faults.Has(FaultKind.QueryPending) ? MPayStatus.Pending : truth.Status,
            };
    }

    private async Task SettleItselfAsync(string id, WithdrawalOutcome outcome)
    {
        // Somebody may have been quicker by hand.
        if (All.FirstOrDefault(one => one.Id == id) is { Status: MPayStatus.Pending })
        {
            await SettleByIdAsync(id, outcome == WithdrawalOutcome.Success ? MPayStatus.Finish : MPayStatus.Fail);
        }
    }

    private MPayPayout Change(string id, Func<MPayPayout, MPayPayout> change)
    {
        lock (_gate)
        {
            var index = _all.FindIndex(one => one.Id == id);
            return index >= 0 ? _all[index] = change(_all[index]) : throw new ArgumentException($"There is no payout '{id}'.", nameof(id));
        }
    }
}

/// <summary>A payout that a merchant asked for ("down").</summary>
public sealed record MPayPayout
{
    /// <summary>The name of the account.</summary>
    public required string Account { get; init; }

    /// <summary>MPay's id.</summary>
    public required string Id { get; init; }

    /// <summary>The merchant's id.</summary>
    public required string MerchOrderId { get; init; }

    public required string MerchUserId { get; init; }

    /// <summary>A whole number.</summary>
    public required string Amount { get; init; }

    public required string UserWalletAddress { get; init; }

    public required Uri CallBackUrl { get; init; }

    public string? Username { get; init; }

    public string? IdNumber { get; init; }

    public string? PhoneNumber { get; init; }

    public string? Title { get; init; }

    public string? Remark { get; init; }

    public string Currency { get; init; } = "CNY";

    public MPayStatus Status { get; init; }

    /// <summary>Whether it was paid, whatever the status says by now.</summary>
    public bool Paid { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    /// <summary>What a fault may be about.</summary>
    internal string[] Names => [MerchOrderId, MerchUserId, UserWalletAddress];

    internal Withdrawal View =>
        new(
            SandboxProvider.MPay,
            Account,
            MerchOrderId,
            Id,
            decimal.Parse(Amount, CultureInfo.InvariantCulture),
            Currency,
            UserWalletAddress,
            MPayCalls.Word(Status),
            Status == MPayStatus.Pending,
            Paid
        );
}
