using PaymentHub.Callbacks;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Reconciliation;

/// <summary>
/// Takes what a provider's list says down the road of every notice. A list comes over TLS from the provider itself, so it is as good
/// as a query and needs no confirming. But it may say less than a query: a line that would complete an order without naming amount,
/// currency and, where we issue them, address is asked about first; when that does not help, the order stays pending, open, and is
/// asked about later.
/// </summary>
public sealed class SweepIntake(OrderNaming naming, NoticeIntake intake, TimeProvider clock)
{
    private const int AtOnce = 8;

    /// <summary>Takes in the lines of one page; those that could not be read are counted.</summary>
    /// <param name="source">Names the page.</param>
    /// <param name="again">Whether an interrupted run may have taken in some of them already.</param>
    public async Task<SweepTally> TakeAsync(Account account, NoticePage page, string source, bool again, CancellationToken cancellationToken)
    {
        var gate = new Lock();
        var tally = new SweepTally(Pages: 1, Seen: page.Notices.Count, Unread: page.Unread.Count);
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(page.Notices, options, async (line, token) =>
        {
            var outcome = await TakeAsync(account, line.Notice, source, again, token);
            lock (gate)
                tally += outcome;
        });
        return tally;
    }

    private async Task<SweepTally> TakeAsync(Account account, Notice listed, string source, bool again, CancellationToken cancellationToken)
    {
        if (await naming.PaymentOfAsync(account, listed, cancellationToken) is { } payment)
            return await WitnessAsync(account, payment, listed, source, again, cancellationToken);
        if (await intake.FindAsync(account, listed, clock.GetUtcNow(), look: true, cancellationToken) is not { } target)
            return new SweepTally(Unknown: 1);

        var notice = LacksWhatCounts(account, listed) && target.File?.Order.Final is null ? await CompleteAsync(account, listed, cancellationToken) : listed;
        var entry = await intake.ApplyAsync(account, target, notice, TraceOf(notice, source, again), cancellationToken);
        return new SweepTally(
            Created: entry.Changed && target.File is null ? 1 : 0,
            Changed: entry.Changed && target.File is not null ? 1 : 0,
            Unsettled: listed.IsFinal && !notice.IsFinal ? 1 : 0);
    }

    /// <summary>Takes in a transfer to a payment's own address. Once that has ended, one that it knows of, or that is not done, tells nothing.</summary>
    private async Task<SweepTally> WitnessAsync(Account account, string orderId, Notice listed, string source, bool again, CancellationToken cancellationToken)
    {
        var about = new Notice { Kind = OrderKind.Deposit, Status = NoticeStatus.Awaiting, OrderId = orderId };
        if (await intake.FindAsync(account, about, clock.GetUtcNow(), look: true, cancellationToken) is not { File.Order: var order } target)
            return new SweepTally(Unknown: 1);
        if (order.Final is not null && (listed.Status != NoticeStatus.Completed || order.Transfers?.Any(one => one.Id == listed.ProviderOrderId) == true))
            return new SweepTally();
        if (await naming.NameAsync(account, listed, cancellationToken) is not ProviderResult<Notice>.Good { Value: var notice })
            return new SweepTally(Unsettled: 1);
        var entry = await intake.ApplyAsync(account, target, notice, TraceOf(notice, source, again), cancellationToken);
        return new SweepTally(Changed: entry.Changed ? 1 : 0);
    }

    private static Trace TraceOf(Notice notice, string source, bool again) => new($"sweep/{source}/{notice.Fingerprint()}", again);

    private static bool LacksWhatCounts(Account account, Notice notice) =>
        notice.Status == NoticeStatus.Completed
        && ((notice.Amount is null && !notice.Doubt.HasFlag(ReviewReason.AmountOutOfRange))
            || notice.Currency is null
            || (notice.Address is null && notice.Kind == OrderKind.Deposit && account.Provider.IssuesAddresses));

    private static async Task<Notice> CompleteAsync(Account account, Notice listed, CancellationToken cancellationToken)
    {
        if (account.Provider.AnswersQueries(listed.Kind)
            && await account.Provider.AskAsync(listed, cancellationToken) is ProviderResult<Notice>.Good { Value: var answer })
        {
            var whole = answer.FilledFrom(listed);
            if (!LacksWhatCounts(account, whole))
                return whole;
        }

        return listed with { Status = NoticeStatus.Pending };
    }
}
