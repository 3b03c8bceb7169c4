using PaymentHub.Callbacks;
using PaymentHub.Deposits;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Reconciliation;

/// <summary>
/// Compares one kind of an account's orders with the provider's list. The provider knows when an order began, we know when we learned of it: so
/// before an order counts as missing, it is looked for outside the range.
/// </summary>
internal sealed class ReportComparison(
    Account account,
    OrderUpdater updater,
    OrderResolver resolver,
    ReportSection section,
    Dictionary<string, Order> ours,
    int maxEntries
)
{
    // Each is a request to the provider, one after the other.
    private const int MaxQuestions = 200;

    // A report compares 20,000 orders, which are 40 pages of 500; some lists have shorter pages.
    private const int MaxPages = 1_000;

    private static readonly TimeSpan ShortestPiece = TimeSpan.FromMinutes(1);

    private readonly HashSet<string> _met = new(StringComparer.Ordinal);

    // A list may leave our id of a withdrawal out; the provider's own we know since it took the withdrawal. A deposit that was entered by hand
    // goes by the transaction; the provider's id we know once it has told of it.
    private readonly Dictionary<string, string> _named = ours
        .Values.Where(order => order is { ProviderOrderId: not null } and ({ Kind: OrderKind.Withdrawal } or { Entry: not null }))
        .DistinctBy(order => order.ProviderOrderId)
        .ToDictionary(order => order.ProviderOrderId!, order => order.Id, StringComparer.Ordinal);

    /// <summary>
    /// Compares both sides; returns the problem when the provider's cannot be had. A provider may show only so many pages of a list: when
    /// one further down is refused, the range is read in shorter pieces. They share their borders, and an order that is met again is not
    /// compared again.
    /// </summary>
    public async Task<Problem?> RunAsync(TimeRange range, CancellationToken cancellationToken)
    {
        var (piece, left) = (range, MaxPages);
        while (true)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            for (var page = 1; ; page++)
            {
                if (left-- == 0)
                {
                    section.CutShort(ReportSection.TooManyPages);
                    return null;
                }

                var answer = await account.Provider.ListAsync(section.Kind, piece.From, piece.To, page, cancellationToken);
                if (answer is ProviderResult<NoticePage>.Refused && page > 1 && piece.To - piece.From > ShortestPiece)
                {
                    piece = piece with { To = piece.From + ((piece.To - piece.From) / 2) };
                    break;
                }

                if (answer is not ProviderResult<NoticePage>.Good { Value: var listed })
                {
                    return answer is ProviderResult<NoticePage>.Refused refused
                        ? Problem.ProviderRefused(refused.Code, refused.Message)
                        : Problem.ProviderUnavailable;
                }

                if (!await TakeAsync(listed, cancellationToken))
                    return null; // What the rest of the list holds is not known, so nothing of ours is missing in it.
                var before = seen.Count;
                seen.UnionWith(listed.Keys);
                // A page with nothing new is the last one once more: some lists show it for every page beyond their end.
                if (listed.HasMore && seen.Count > before)
                    continue;
                if (piece.To >= range.To)
                {
                    await FindMissingThereAsync(cancellationToken);
                    return null;
                }

                var length = piece.To - piece.From;
                piece = new TimeRange(piece.To, piece.To + length < range.To ? piece.To + length : range.To);
                break;
            }
        }
    }

    /// <summary>Compares the lines of a page; false when there are too many.</summary>
    private async Task<bool> TakeAsync(NoticePage page, CancellationToken cancellationToken)
    {
        // A list that moves while it is read shows an order twice.
        var fresh = page.Keys.Where(key => !_met.Contains(key)).ToHashSet(StringComparer.Ordinal);
        foreach (var line in page.Notices)
        {
            if (!fresh.Remove(line.Key))
                continue;
            if (_met.Count >= maxEntries)
            {
                section.CutShort(ReportSection.TooManyOrders);
                return false;
            }

            _met.Add(line.Key);
            await CompareAsync(line.Notice, cancellationToken);
        }

        // What is left over could not be read.
        _met.UnionWith(fresh);
        section.AddUnread(fresh.Count);
        return true;
    }

    private async Task CompareAsync(Notice notice, CancellationToken cancellationToken)
    {
        // A part of a payment of ours, which the list of transfers does not show as such.
        if (await resolver.PaymentOfAsync(account, notice, cancellationToken) is not null)
            return;
        section.There!.Add(ReportLine.Of(notice));
        var id =
            (notice is { OrderId: null, ProviderOrderId: { } theirs } ? _named.GetValueOrDefault(theirs) : null)
            ?? ResolvedOrder.IdOf(account, notice);
        var listed = id is not null && ours.Remove(id, out var order) ? order : null;
        // Our list may be a moment behind the order, so a difference is only believed of the order itself.
        if (listed is null || Differences(listed, notice).Any())
            listed = id is null ? null : (await updater.FindAsync(id, cancellationToken))?.Order;
        if (listed is null || listed.AccountId != account.Id)
        {
            section.Add(new Difference(DifferenceKind.MissingHere, id, notice.ProviderOrderId, null, ReportLine.Of(notice)));
            return;
        }

        section.Here.Add(ReportLine.Of(listed).SpelledAs(notice.Currency));
        Tell(listed, notice);
    }

    private async Task FindMissingThereAsync(CancellationToken cancellationToken)
    {
        var queries = 0;
        foreach (var order in ours.Values)
        {
            if (!IsListedThere(order))
            {
                section.NotListedThere++;
                continue;
            }

            if (account.Provider.AnswersQueries(order.Kind) && queries++ == MaxQuestions)
            {
                section.CutShort("too_many_questions");
                return;
            }

            // Whoever is away is not asked about the rest, each time until the time for an answer is over.
            if (!await AskAsync(order, cancellationToken))
                return;
        }
    }

    /// <summary>Asks about an order that the list does not have; false when nobody answers.</summary>
    private async Task<bool> AskAsync(Order order, CancellationToken cancellationToken)
    {
        var answer = StatusQuery.IsPossible(account, order)
            ? await account.Provider.AskAsync(StatusQuery.About(order), cancellationToken)
            : new ProviderResult<Notice>.Absent();
        switch (answer)
        {
            case ProviderResult<Notice>.Good { Value: var notice }:
                Tell(order, notice); // There, and begun outside the range: it counts on neither side.
                return true;
            case ProviderResult<Notice>.Absent:
                section.Here.Add(ReportLine.Of(order));
                section.Add(new Difference(DifferenceKind.MissingThere, order.Id, order.ProviderOrderId, ReportLine.Of(order), null));
                return true;
            case ProviderResult<Notice>.Refused:
                section.CutShort("provider_refused"); // It says nothing about this order, and perhaps something about the next.
                return true;
            default:
                section.CutShort("provider_unavailable");
                return false;
        }
    }

    private void Tell(Order order, Notice notice)
    {
        foreach (var kind in Differences(order, notice))
            section.Add(new Difference(kind, order.Id, notice.ProviderOrderId ?? order.ProviderOrderId, ReportLine.Of(order), ReportLine.Of(notice)));
    }

    private static IEnumerable<DifferenceKind> Differences(Order order, Notice notice)
    {
        var (here, there) = (ReportLine.Of(order), ReportLine.Of(notice));
        if (here.Amount is { } ours && there.Amount is { } theirs && ours != theirs)
            yield return DifferenceKind.Amount;
        if (here.Currency is { } currency && there.Currency is { } other && !currency.Equals(other, StringComparison.OrdinalIgnoreCase))
            yield return DifferenceKind.Currency;
        if (!Agree(order.Status, notice.Status))
            yield return DifferenceKind.Status;
    }

    /// <summary>A provider has one word for everything that is not final; every other status, including review, has to be the same.</summary>
    private static bool Agree(OrderStatus here, NoticeStatus there) =>
        there switch
        {
            NoticeStatus.Completed => here == OrderStatus.Completed,
            NoticeStatus.Failed => here == OrderStatus.Failed,
            NoticeStatus.Rejected => here == OrderStatus.Rejected,
            _ => here
                is OrderStatus.AwaitingPayment
                    or OrderStatus.Pending
                    or OrderStatus.Submitting
                    or OrderStatus.Submitted
                    or OrderStatus.Processing
                    or OrderStatus.Expired,
        };

    private static bool IsListedThere(Order order) =>
        order.Kind == OrderKind.Deposit
            ? order.Request is null
            : order.ProviderOrderId is not null || order.Status is OrderStatus.Submitted or OrderStatus.Processing or OrderStatus.Completed;
}
