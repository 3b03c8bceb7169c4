using Microsoft.Extensions.Logging;
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
public sealed partial class ListedUpdateProcessor(
    OrderResolver resolver,
    UpdateProcessor updates,
    IReconciliationStore store,
    KnownLines known,
    TimeProvider clock,
    ILogger<ListedUpdateProcessor> logger
)
{
    private const int AtOnce = 8;

    /// <summary>
    /// Takes in the lines of one page; those that could not be read are counted, and so are those that we fail at: neither holds up the
    /// lines beside it, now or ever.
    /// </summary>
    /// <param name="source">Names the page.</param>
    /// <param name="isRetry">Whether an interrupted run may have taken in some of them already.</param>
    public async Task<TakenPage> TakeAsync(Account account, NoticePage page, string source, bool isRetry, CancellationToken cancellationToken)
    {
        var gate = new Lock();
        var counts = new ReconciliationCounts(Pages: 1, Unread: page.Unread.Count);
        var unread = page.Unread.ToList();
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            page.Notices,
            options,
            async (line, token) =>
            {
                try
                {
                    var name = KnownLines.Name(account, line);
                    var isKnown = line.Notice.IsFinal && known.Contains(name);
                    var (outcome, order) = isKnown ? new TakenLine() : await TakeAsync(account, line.Notice, source, isRetry, token);
                    if (outcome.Unsettled == 0 && IsDone(line.Notice, order))
                        known.Add(name);
                    lock (gate)
                        counts += outcome with { Seen = 1 };
                }
                // A token that is cancelled may be another line's outage.
                catch (Exception e) when (!token.IsCancellationRequested && !store.IsOutage(e))
                {
                    Log.Failed(logger, e, account.Id, SnakeCaseEnum.Of(line.Notice.Kind), line.Key);
                    lock (gate)
                    {
                        counts += new ReconciliationCounts(Unread: 1);
                        unread.Add($"Order {line.Key.Trim('/')}: it could not be taken in ({e.GetType().Name}). {e.Message}");
                    }
                }
            }
        );
        return new TakenPage(page with { Unread = unread }, counts);
    }

    private async Task<TakenLine> TakeAsync(Account account, Notice listed, string source, bool isRetry, CancellationToken cancellationToken)
    {
        if (await resolver.PaymentOfAsync(account, listed, cancellationToken) is { } payment)
            return await EvidenceAsync(account, payment, listed, source, isRetry, cancellationToken);
        if (await updates.FindAsync(account, listed, clock.GetUtcNow(), look: true, cancellationToken) is not { } resolved)
            return new TakenLine(new(Unknown: 1));

        var notice =
            LacksWhatCounts(account, listed) && resolved.Snapshot?.Order.FinalOutcome is null
                ? await CompleteAsync(account, listed, cancellationToken)
                : listed;
        var result = await updates.ApplyAsync(account, resolved, notice, OriginOf(notice, source, isRetry), cancellationToken);
        return new TakenLine(
            new(
                Created: result.Changed && resolved.Snapshot is null ? 1 : 0,
                Changed: result.Changed && resolved.Snapshot is not null ? 1 : 0,
                Unsettled: listed.IsFinal && !notice.IsFinal ? 1 : 0
            ),
            result.Order
        );
    }

    /// <summary>Takes in a transfer to a payment's own address. Once that has ended,
    /// one that it knows of, or that is not done, tells nothing.</summary>
    private async Task<TakenLine> EvidenceAsync(
        Account account,
        string orderId,
        Notice listed,
        string source,
        bool isRetry,
        CancellationToken cancellationToken
    )
    {
        var about = new Notice
        {
            Kind = OrderKind.Deposit,
            Status = NoticeStatus.Awaiting,
            OrderId = orderId,
        };
        if (await updates.FindAsync(account, about, clock.GetUtcNow(), look: true, cancellationToken) is not { Snapshot.Order: var order } resolved)
            return new TakenLine(new(Unknown: 1));
        if (
            order.FinalOutcome is not null
            && (listed.Status != NoticeStatus.Completed || order.Transfers?.Any(one => one.Id == listed.ProviderOrderId) == true)
        )
        {
            return new TakenLine(new(), order);
        }

        if (await resolver.ResolveAsync(account, listed, cancellationToken) is not ProviderResult<Notice>.Good { Value: var notice })
            return new TakenLine(new(Unsettled: 1));
        var result = await updates.ApplyAsync(account, resolved, notice, OriginOf(notice, source, isRetry), cancellationToken);
        return new TakenLine(new(Changed: result.Changed ? 1 : 0), result.Order);
    }

    private static bool IsDone(Notice listed, Order? order) =>
        listed.IsFinal && order?.Status is OrderStatus.Completed or OrderStatus.Failed or OrderStatus.Rejected;

    /// <summary>A line that was taken in.</summary>
    /// <param name="Counts">What it came to.</param>
    /// <param name="Order">The order as storage has it now; null when none was looked at, or none is there.</param>
    private readonly record struct TakenLine(ReconciliationCounts Counts, Order? Order = null)
    {
        public TakenLine()
            : this(new ReconciliationCounts()) { }
    }

    private static ChangeOrigin OriginOf(Notice notice, string source, bool isRetry) =>
        new($"reconciliation/{source}/{notice.Fingerprint()}", isRetry);

    private static bool LacksWhatCounts(Account account, Notice notice) =>
        notice.Status == NoticeStatus.Completed
        && (
            (notice.Amount is null && !notice.Doubt.HasFlag(ReviewReason.AmountOutOfRange))
            || notice.Currency is null
            || (notice.Address is null && notice.Kind == OrderKind.Deposit && account.Provider.IssuesAddresses)
        );

    private static async Task<Notice> CompleteAsync(Account account, Notice listed, CancellationToken cancellationToken)
    {
        if (
            account.Provider.AnswersQueries(listed.Kind)
            && await account.Provider.AskAsync(listed.Reference, cancellationToken) is ProviderResult<Notice>.Good { Value: var answer }
        )
        {
            var whole = answer.FilledFrom(listed);
            if (!LacksWhatCounts(account, whole))
                return whole;
        }

        return listed with
        {
            Status = NoticeStatus.Pending,
        };
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Account {Account}: order {Order} of its {Kind} list could not be processed.")]
        public static partial void Failed(ILogger logger, Exception e, string account, string kind, string order);
    }
}

/// <summary>A page that was taken in.</summary>
/// <param name="Page">The page; its unread lines are also those that could be read and not taken in.</param>
/// <param name="Tally">What it came to.</param>
public sealed record TakenPage(NoticePage Page, ReconciliationCounts Tally);
