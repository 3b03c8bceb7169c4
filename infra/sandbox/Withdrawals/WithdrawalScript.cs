using PaymentHub.Sandbox.Faults;

namespace PaymentHub.Sandbox.Withdrawals;

/// <summary>Decides what becomes of a withdrawal that was just taken.</summary>
internal static class WithdrawalScript
{
    /// <summary>How it ends by itself; null when it waits for somebody.</summary>
    public static WithdrawalOutcome? Of(WithdrawalRules rules, Distortion faults)
    {
        if (faults.Has(FaultKind.WithdrawalStays) || rules.Settling == Settling.Manual)
        {
            return null;
        }

        return faults.Has(FaultKind.WithdrawalFails) ? WithdrawalOutcome.Failure
            : faults.Has(FaultKind.WithdrawalRejected) ? WithdrawalOutcome.Rejected
            : rules.Outcome;
    }
}

/// <summary>What became of the withdrawals that were asked for under one id of the merchant's.</summary>
/// <param name="Taken">How many the provider has taken.</param>
/// <param name="Open">How many of them may still be paid.</param>
/// <param name="Paid">How many were paid. Once paid is paid, whatever the provider says afterwards.</param>
/// <param name="Amount">What was paid in all, in units of the currency.</param>
public sealed record Payout(int Taken, int Open, int Paid, decimal Amount)
{
    internal static Payout Of(IEnumerable<Withdrawal> withdrawals)
    {
        Withdrawal[] all = [.. withdrawals];
        Withdrawal[] paid = [.. all.Where(one => one.Paid)];
        return new(all.Length, all.Count(one => one.Open), paid.Length, paid.Sum(one => one.Amount));
    }
}

/// <summary>What happens when a merchant asks for a withdrawal under an id that it has used before. No provider documents it.</summary>
public enum RepeatedWithdrawal
{
    /// <summary>It is one more withdrawal, and pays once more: so that a double payment shows.</summary>
    PaysAgain,

    /// <summary>It is refused with an error code.</summary>
    Refused,

    /// <summary>The first one is answered once more; nothing else happens.</summary>
    AnswersFirst,
}

/// <summary>Who brings a withdrawal to its end.</summary>
public enum Settling
{
    /// <summary>Somebody at the provider: a test, or a person on the page.</summary>
    Manual,

    /// <summary>Nobody: it comes by itself.</summary>
    Automatic,
}

/// <summary>A withdrawal at any of the providers, in words that fit all of them.</summary>
/// <param name="OrderId">The merchant's id; null when it gave none.</param>
/// <param name="Id">The provider's id (gateway: of the attempt to pay).</param>
/// <param name="Amount">In units of the currency.</param>
/// <param name="Status">In the provider's words.</param>
/// <param name="Open">Whether it may still be paid.</param>
/// <param name="Paid">Whether it was paid.</param>
public sealed record Withdrawal(
    SandboxProvider Provider,
    string Account,
    string? OrderId,
    string Id,
    decimal Amount,
    string Currency,
    string Address,
    string Status,
    bool Open,
    bool Paid
);

/// <summary>How a withdrawal ends. A provider that knows no rejection tells it as a failure.</summary>
public enum WithdrawalOutcome
{
    Success,
    Failure,
    Rejected,
}

/// <summary>How a provider treats withdrawals, unless a fault says otherwise for one of them.</summary>
public sealed record WithdrawalRules
{
    public Settling Settling { get; init; }

    /// <summary>How long an automatic withdrawal stays open after it was answered (not scaled).</summary>
    public TimeSpan SettleAfter { get; init; }

    /// <summary>How automatic withdrawals end.</summary>
    public WithdrawalOutcome Outcome { get; init; }

    public RepeatedWithdrawal Repeated { get; init; }
}
