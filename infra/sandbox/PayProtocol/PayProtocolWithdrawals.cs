using System.Globalization;
using System.Security.Cryptography;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Sandbox.Wire;
using PaymentHub.Sandbox.Withdrawals;

namespace PaymentHub.Sandbox.PayProtocol;

/// <summary>The withdrawals at Pay Protocol, and what its back office can do with them.</summary>
public sealed class PayProtocolWithdrawals
{
    private readonly PayProtocolSandbox _provider;
    private readonly PayProtocolCallbacks _callbacks;
    private readonly FaultPlan _faults;
    private readonly BackgroundTasks _background;

    // Far from the recharges' ids, so that an id says what it is of.
    private int _lastId = 700_000;

    internal PayProtocolWithdrawals(PayProtocolSandbox provider, PayProtocolCallbacks callbacks, FaultPlan faults, BackgroundTasks background)
    {
        _provider = provider;
        _callbacks = callbacks;
        _faults = faults;
        _background = background;
        Rules = provider.Options.Withdrawals;
    }

    /// <summary>How withdrawals that come from now on are treated.</summary>
    public WithdrawalRules Rules { get; set; }

    /// <summary>The truth about every withdrawal, oldest first.</summary>
    public IReadOnlyList<PayProtocolWithdrawal> All =>
        _provider.Read(() => _provider.Books.SelectMany(account => account.Withdrawals).OrderBy(one => one.WithdrawId).ToArray());

    /// <summary>What became of the withdrawals under one outTradeNo.</summary>
    public Payout Paid(string outTradeNo) => Payout.Of(All.Where(one => one.OutTradeNo == outTradeNo).Select(View));

    /// <summary>Approves, reviews, completes, fails or rejects a withdrawal. Success, failure and rejection are
    /// told by callback before this returns (dropped, delayed and held ones excepted).</summary>
    /// <exception cref="ArgumentException">There is no such withdrawal.</exception>
    public async Task<PayProtocolWithdrawal> SettleAsync(int withdrawId, WithdrawStatus status)
    {
        var settled = _provider.Read(() =>
        {
            var (account, withdrawal) = Find(withdrawId);
            var changed = With(withdrawal, status);
            account.Keep(changed);
            return changed;
        });
        await CallBackAsync(settled);
        return settled;
    }

    /// <summary>The same for the newest withdrawal under an outTradeNo.</summary>
    /// <inheritdoc cref="SettleAsync(int, WithdrawStatus)"/>
    public Task<PayProtocolWithdrawal> SettleAsync(string outTradeNo, WithdrawStatus status) =>
        SettleAsync(
            (
                All.LastOrDefault(one => one.OutTradeNo == outTradeNo)
                ?? throw new ArgumentException($"There is no withdrawal '{outTradeNo}'.", nameof(outTradeNo))
            ).WithdrawId,
            status
        );

    /// <summary>Sends a settled withdrawal's callback once more, as "withdraw/notify" does. Returns after the first attempt.</summary>
    public Task NotifyAsync(int withdrawId) => CallBackAsync(_provider.Read(() => Find(withdrawId).Withdrawal));

    /// <summary>Makes a withdrawal without being asked over HTTP: one that the merchant's client does not know. It settles by hand only.</summary>
    /// <exception cref="ArgumentException">There is no such account, chain or currency, or the amount or the address is none.</exception>
    public PayProtocolWithdrawal Add(PayProtocolApplication application)
    {
        ArgumentNullException.ThrowIfNull(application);
        return _provider.Read(() =>
        {
            var account = _provider.Books.First(one => (application.Account ?? one.Credentials.Name) == one.Credentials.Name);
            return Keep(account, application);
        });
    }

    /// <summary>Removes a withdrawal, as if the provider had never heard of it. False when it is not there.</summary>
    public bool Forget(int withdrawId) => _provider.Read(() => _provider.Books.Any(account => account.ForgetWithdrawal(withdrawId)));

    /// <summary>Takes an application by the rules. Called under the provider's lock.</summary>
    /// <returns>The withdrawal and what follows of itself; null when a repeated outTradeNo is refused.</returns>
    internal (PayProtocolWithdrawal Withdrawal, Action? Afterwards)? Take(PayProtocolAccount account, PayProtocolApplication application)
    {
        var rules = Rules;
        if (
            application.OutTradeNo is { } order
            && rules.Repeated != RepeatedWithdrawal.PaysAgain
            && account.Withdrawals.FirstOrDefault(one => one.OutTradeNo == order) is { } first
        )
        {
            return rules.Repeated == RepeatedWithdrawal.Refused ? null : (first, null);
        }

        var taken = Keep(account, application);
        var script = WithdrawalScript.Of(rules, _faults.TakeForWithdrawal(SandboxProvider.PayProtocol, taken.Names));
        return (taken, script is { } outcome ? () => _background.Start(rules.SettleAfter, () => SettleItselfAsync(taken.WithdrawId, outcome)) : null);
    }

    /// <summary>What a query says about a withdrawal; null when a fault hides it.</summary>
    internal PayProtocolWithdrawal? Told(PayProtocolWithdrawal withdrawal)
    {
        var faults = _faults.TakeForQuery(SandboxProvider.PayProtocol, withdrawal.Names);
        return faults.Has(FaultKind.QueryMissing) ? null : PayProtocolDistortion.Apply(withdrawal, faults, _provider.Catalogue);
    }

    internal Withdrawal View(PayProtocolWithdrawal one)
    {
        var currency = _provider.Catalogue.Currency(one.ChainId, one.CurrencyId);
        var amount = decimal.Parse(AmountText.FromSmallestUnits(one.WithdrawAmount, currency.Decimals), CultureInfo.InvariantCulture);
        return new(
            SandboxProvider.PayProtocol,
            one.Account,
            one.OutTradeNo,
            one.IdText,
            amount,
            currency.Symbol,
            one.WithdrawAddress,
            SnakeCaseEnum.Of(one.WithdrawStatus),
            one.Open,
            one.Paid
        );
    }

    private async Task SettleItselfAsync(int withdrawId, WithdrawalOutcome outcome)
    {
        // Somebody may have been quicker by hand.
        if (All.FirstOrDefault(one => one.WithdrawId == withdrawId) is { Open: true })
        {
            await SettleAsync(
                withdrawId,
                outcome switch
                {
                    WithdrawalOutcome.Success => WithdrawStatus.Success,
                    WithdrawalOutcome.Failure => WithdrawStatus.Failure,
                    _ => WithdrawStatus.Rejected,
                }
            );
        }
    }

    private PayProtocolWithdrawal Keep(PayProtocolAccount account, PayProtocolApplication application)
    {
        var currency = _provider.Catalogue.Currency(application.ChainId, application.CurrencyId);
        var units = AmountText.ToSmallestUnits(application.WithdrawAmount, currency.Decimals);
        var tvm = _provider.Catalogue.IsTvm(currency.ChainId);
        if (units == "0" || !(tvm ? TronAddress.IsOne(application.WithdrawAddress) : EvmAddress.IsOne(application.WithdrawAddress)))
        {
            throw new ArgumentException("The amount is nothing, or the address is none of the chain.", nameof(application));
        }

        var withdrawal = With(
            new()
            {
                Account = account.Credentials.Name,
                WithdrawId = ++_lastId,
                ChainId = currency.ChainId,
                CurrencyId = currency.CurrencyId,
                OutTradeNo = application.OutTradeNo,
                NotifyUrl = application.NotifyUrl,
                WithdrawAddress = application.WithdrawAddress,
                WithdrawAmount = units,
                WithdrawTime = application.WithdrawTime ?? _provider.Clock.Now,
            },
            application.Status
        );
        account.Keep(withdrawal);
        return withdrawal;
    }

    private PayProtocolWithdrawal With(PayProtocolWithdrawal withdrawal, WithdrawStatus status)
    {
        var sent = status is WithdrawStatus.Success or WithdrawStatus.BlockConfirmation;
        var prefix = _provider.Catalogue.IsTvm(withdrawal.ChainId) ? "" : "0x";
        return withdrawal with
        {
            WithdrawStatus = status,
            Paid = withdrawal.Paid || status == WithdrawStatus.Success,
            TransferHash = withdrawal.TransferHash ?? (sent ? prefix + RandomNumberGenerator.GetHexString(64, lowercase: true) : null),
        };
    }

    private Task CallBackAsync(PayProtocolWithdrawal withdrawal)
    {
        var account = _provider.Accounts.First(one => one.Name == withdrawal.Account);
        return withdrawal is { Open: false, NotifyUrl: { } url }
            ? _callbacks.SendAsync(account, url, withdrawal, _faults.TakeForCallback(SandboxProvider.PayProtocol, withdrawal.Names))
            : Task.CompletedTask;
    }

    private (PayProtocolAccount Account, PayProtocolWithdrawal Withdrawal) Find(int withdrawId) =>
        _provider.Books.Select(account => (account, account.Withdrawal(withdrawId))).FirstOrDefault(found => found.Item2 is not null)
            is (var account, { } withdrawal)
            ? (account, withdrawal)
            : throw new ArgumentException($"There is no withdrawal {withdrawId}.", nameof(withdrawId));
}
