using PaymentHub.Listings;
using PaymentHub.Merchants;

namespace PaymentHub.Webhooks;

/// <summary>Redelivers what failed for an account's orders of a period: for operators, after an endpoint was broken for long.</summary>
public sealed class BulkRedelivery(WebhookHistory history, OrderIndexByAccount orders, MerchantDirectory directory, TimeProvider clock)
{
    /// <summary>How many orders one request reads: few enough to answer in seconds.</summary>
    private const int MaxOrders = 100;

    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(92);

    /// <summary>One step; the result's cursor starts the next one. Repeating a step sends nothing twice that is still pending.</summary>
    public async Task<Result<BulkRedeliveryProgress>> StepAsync(Operator by, BulkRedeliveryRequest request, CancellationToken cancellationToken)
    {
        if (Check(request) is { } problem)
            return new Result<BulkRedeliveryProgress>.Failure(problem);
        var account = directory.FindAccount(request.Account!)!;
        var (from, to) = (Timestamps.Read(request.From)!.Value, Timestamps.Read(request.To)!.Value);

        IReadOnlyList<string> ids;
        string? cursor;
        try
        {
            (ids, cursor) = await orders.ListAsync(account, from, to, request.Cursor, MaxOrders, cancellationToken);
        }
        catch (FormatException)
        {
            return new Result<BulkRedeliveryProgress>.Failure(Problem.InvalidRequest("cursor", "It is not a cursor of this list."));
        }

        var merchant = directory.FindMerchant(account.MerchantId)!;
        var events = 0;
        foreach (var id in ids)
            events += await history.RedeliverFailedAsync(merchant, id, new Deed(by, request.Note), cancellationToken);
        return new Result<BulkRedeliveryProgress>.Success(new BulkRedeliveryProgress(ids.Count, events, cursor));
    }

    /// <summary>What is wrong with a request; null if nothing is.</summary>
    public Problem? Check(BulkRedeliveryRequest request)
    {
        var check = new RequestCheck();
        if (directory.FindAccount(request.Account ?? "") is null)
            check.Add("account", "There is no account with that id.");
        var from = Timestamps.Read(request.From);
        if (from is null || from < Timestamps.Earliest)
        {
            check.Add(
                "from",
                "It is required: the earliest time that the orders were created, as 2026-05-01 or 2026-05-01T12:00:00Z; 2000 or later."
            );
        }

        if (Timestamps.Read(request.To) is not { } to || to <= from || to - from > LongestTime || to > clock.GetUtcNow().AddDays(1))
        {
            check.Add(
                "to",
                $"It is required: a time after from, as 2026-05-02 or 2026-05-02T12:00:00Z, at most {LongestTime.TotalDays:0} days later and at most a day ahead."
            );
        }

        check.OptionalText("note", request.Note, Deed.MaxNote);
        return check.Problem;
    }
}

/// <summary>How far a bulk redelivery has come.</summary>
/// <param name="Orders">How many orders were looked at in this step.</param>
/// <param name="Events">How many deliveries are repeated because of it.</param>
/// <param name="NextCursor">Where the next step continues; null when everything is done.</param>
public sealed record BulkRedeliveryProgress(int Orders, int Events, string? NextCursor);

/// <summary>The body of POST /ops/webhooks/redeliver.</summary>
/// <param name="Account">The account's id.</param>
/// <param name="From">The earliest time that its orders were created: a day, or a time with its zone.</param>
/// <param name="To">The time before which they were created, in the same form.</param>
/// <param name="Cursor">The next_cursor of the answer before; left out at first.</param>
/// <param name="Note">Why; stored in the timeline of each order.</param>
public sealed record BulkRedeliveryRequest(string? Account, string? From, string? To, string? Cursor, string? Note = null);
