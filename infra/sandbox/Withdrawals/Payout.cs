namespace PaymentHub.Sandbox.Withdrawals;

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
