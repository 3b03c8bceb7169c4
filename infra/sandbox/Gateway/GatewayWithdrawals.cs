using System.Globalization;
using System.Security.Cryptography;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Sandbox.Wire;
using PaymentHub.Sandbox.Withdrawals;

namespace PaymentHub.Sandbox.Gateway;

/// <summary>The withdrawals at the gateway, and what its staff can do with them.</summary>
public sealed class GatewayWithdrawals
{
    private const int MaxWithdrawals = 10_000;
    private readonly Lock _gate = new();
    private readonly List<GatewayWithdrawal> _all = [];
    private readonly Func<GatewayWithdrawal, Task> _callBack;
    private readonly FaultPlan _faults;
    private readonly TimeProvider _time;
    private readonly BackgroundTasks _background;
    private int _lastId;

    /// <param name="callBack">Tells the merchant.</param>
    internal GatewayWithdrawals(
        WithdrawalRules rules,
        Func<GatewayWithdrawal, Task> callBack,
        FaultPlan faults,
        TimeProvider time,
        BackgroundTasks background
    )
    {
        Rules = rules;
        _callBack = callBack;
        _faults = faults;
        _time = time;
        _background = background;
    }

    /// <summary>How withdrawals that come from now on are treated.</summary>
    public WithdrawalRules Rules { get; set; }

    /// <summary>The truth about every withdrawal, oldest first.</summary>
    public IReadOnlyList<GatewayWithdrawal> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _all];
            }
        }
    }

    /// <summary>What became of the withdrawals under one order_id.</summary>
    public Payout Paid(string orderId) => Payout.Of(All.Where(one => one.OrderId == orderId).Select(one => one.View));

    /// <summary>
    /// Ends the newest withdrawal under an order_id, and calls back: with a transaction_id when it was paid, otherwise without. The first
    /// attempt is over when this returns (dropped, delayed and held ones excepted).
    /// </summary>
    /// <exception cref="ArgumentException">There is no such withdrawal.</exception>
    public Task<GatewayWithdrawal> SettleAsync(string orderId, WithdrawalOutcome outcome = WithdrawalOutcome.Success) =>
        SettleAsync(Find(orderId).Id, outcome);

    /// <inheritdoc cref="SettleAsync(string, WithdrawalOutcome)"/>
    public async Task<GatewayWithdrawal> SettleAsync(int id, WithdrawalOutcome outcome)
    {
        var paid = outcome == WithdrawalOutcome.Success;
        var settled = Change(
            id,
            one =>
                one with
                {
                    Outcome = outcome,
                    Paid = one.Paid || paid,
                    TransactionId = paid ? one.TransactionId ?? RandomNumberGenerator.GetHexString(64, lowercase: true) : null,
                }
        );
        await _callBack(settled);
        return settled;
    }

    /// <summary>Sends the callback of the newest settled withdrawal under an order_id once more, as the gateway's support does by hand.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public Task ResendAsync(string orderId) =>
        Find(orderId) is { Outcome: not null } settled
            ? _callBack(settled)
            : throw new ArgumentException($"The withdrawal '{orderId}' is open.", nameof(orderId));

    /// <summary>Takes a withdrawal by the rules.</summary>
    /// <returns>What follows of itself, if anything; false when a repeated order_id is refused.</returns>
    internal (bool Taken, Action? Afterwards) Take(GatewayWithdrawal asked)
    {
        var rules = Rules;
        GatewayWithdrawal taken;
        lock (_gate)
        {
            if (rules.Repeated != RepeatedWithdrawal.PaysAgain && _all.Exists(one => one.Account == asked.Account && one.OrderId == asked.OrderId))
            {
                return (rules.Repeated == RepeatedWithdrawal.AnswersFirst, null);
            }

            if (_all.Count >= MaxWithdrawals)
            {
                throw new InvalidOperationException($"The sandbox keeps at most {MaxWithdrawals} withdrawals.");
            }

            taken = asked with { Id = ++_lastId, CreatedAt = _time.GetUtcNow() };
            _all.Add(taken);
        }

        var script = WithdrawalScript.Of(rules, _faults.TakeForWithdrawal(SandboxProvider.Gateway, taken.Names));
        return (true, script is { } outcome ? () => _background.Start(rules.SettleAfter, () => SettleItselfAsync(taken.Id, outcome)) : null);
    }

    private async Task SettleItselfAsync(int id, WithdrawalOutcome outcome)
    {
        // Somebody may have been quicker by hand.
        if (All.First(one => one.Id == id).Outcome is null)
        {
            await SettleAsync(id, outcome);
        }
    }

    private GatewayWithdrawal Find(string orderId) =>
        All.LastOrDefault(one => one.OrderId == orderId) ?? throw new ArgumentException($"There is no withdrawal '{orderId}'.", nameof(orderId));

    private GatewayWithdrawal Change(int id, Func<GatewayWithdrawal, GatewayWithdrawal> change)
    {
        lock (_gate)
        {
            var index = _all.FindIndex(one => one.Id == id);
            return index >= 0 ? _all[index] = change(_all[index]) : throw new ArgumentException($"There is no withdrawal {id}.", nameof(id));
        }
    }
}

/// <summary>A withdrawal that a merchant asked for.</summary>
public sealed record GatewayWithdrawal
{
    /// <summary>The name of the account.</summary>
    public required string Account { get; init; }

    /// <summary>The sandbox's own number: the gateway tells none, and order ids may repeat.</summary>
    public required int Id { get; init; }

    public required string Identify { get; init; }

    /// <summary>The merchant's own id.</summary>
    public required string OrderId { get; init; }

    /// <summary>A JSON number, as the merchant wrote it.</summary>
    public required string Amount { get; init; }

    public required string WithdrawAddress { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>null while it is open.</summary>
    public WithdrawalOutcome? Outcome { get; init; }

    /// <summary>64 hex digits, once it was paid.</summary>
    public string? TransactionId { get; init; }

    /// <summary>Whether it was paid, whatever the outcome says by now.</summary>
    public bool Paid { get; init; }

    /// <summary>What a fault may be about.</summary>
    internal string[] Names => [OrderId, Identify, WithdrawAddress];

    internal Withdrawal View =>
        new(
            SandboxProvider.Gateway,
            Account,
            OrderId,
            Id.ToString(CultureInfo.InvariantCulture),
            decimal.Parse(Amount, NumberStyles.Float, CultureInfo.InvariantCulture),
            "USDT",
            WithdrawAddress,
            Outcome is { } outcome ? Wire.SnakeCaseEnum.Of(outcome) : "open",
            Outcome is null,
            Paid
        );
}
