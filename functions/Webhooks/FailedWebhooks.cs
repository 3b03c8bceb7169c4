using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Microsoft.Extensions.Primitives;
using PaymentHub.Listings;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Storage;

namespace PaymentHub.Webhooks;

/// <summary>
/// Webhooks that were given up, each noted in the transaction that records the last attempt. A record: redelivering does not remove it.
/// </summary>
public sealed partial class FailedWebhooks(StorageClients storage)
{
    private const string Binding = Keys.Failed;
    private const string Start = Keys.Failed + "|";

    private readonly TableClient _table = storage.Table(TableNames.Orders);

    /// <summary>A page of webhooks that were given up, newest first.</summary>
    public async Task<Result<ListPage<FailedWebhook>>> ListAsync(
        IEnumerable<KeyValuePair<string, StringValues>> query,
        CancellationToken cancellationToken
    )
    {
        var check = new QueryCheck(query, "merchant", "from", "to", "limit", "cursor");
        var (limit, merchant, from, to) = (check.Limit(), check.Text("merchant"), check.Time("from"), check.Time("to"));
        var position = check.Position(Binding, Position());
        if (check.Problem is { } problem)
            return new Result<ListPage<FailedWebhook>>.Failure(problem);

        var after = position ?? (to is { } end ? Start + KeyText.InvertedBefore(end) : Start);
        var before = Start + (from is { } begin ? KeyText.Inverted(begin) + "}" : "}");
        var page = await BucketPage.ReadAsync(_table, after, before, limit, merchant is not null, row => Read(row, merchant), cancellationToken);
        return new Result<ListPage<FailedWebhook>>.Success(page with { Next = page.Next is { } next ? Cursor.Write(Binding, next) : null });
    }

    /// <summary>All that were given up since a time, newest first, as far as one read of each bucket shows them.</summary>
    internal Task<Counted<FailedWebhook>> CountAsync(DateTimeOffset from, CancellationToken cancellationToken) =>
        BucketPage.CountAsync(_table, Start, Start + KeyText.Inverted(from) + "}", row => Read(row, null)!, cancellationToken);

    /// <summary>The row of an event whose delivery was given up.</summary>
    internal static TableEntity Row(Order order, Attempt attempt) =>
        new(Keys.OrderBucket(order.Id), Keys.FailedWebhook(attempt.At, order.Id, attempt.Endpoint, attempt.Version))
        {
            ["EventId"] = StoredEvent.IdOf(order.Id, attempt.Version),
            ["OrderId"] = order.Id,
            ["Merchant"] = order.MerchantId,
            ["Endpoint"] = attempt.Endpoint,
            ["FailedAt"] = attempt.At,
            ["Result"] = attempt.Answer.Status is { } status ? $"HTTP {status}" : attempt.Answer.Error ?? "no answer",
        };

    private static FailedWebhook? Read(TableEntity row, string? merchant) =>
        merchant is not null && row.GetString("Merchant") != merchant
            ? null
            : new FailedWebhook(
                row.Text("EventId"),
                row.Text("OrderId"),
                row.Text("Merchant"),
                row.Text("Endpoint"),
                row.GetDateTimeOffset("FailedAt")!.Value,
                row.Text("Result")
            );

    [GeneratedRegex(@"^failed\|\d{19}\|(dep|wd)_[0-9a-z]{26}\|[a-z0-9_]{1,32}\|\d{6}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Position();
}

/// <summary>An event whose delivery was given up.</summary>
/// <param name="FailedAt">When it was given up.</param>
/// <param name="Result">The result of the last attempt: HTTP 500, timeout, ….</param>
public sealed record FailedWebhook(string EventId, string OrderId, string Merchant, string Endpoint, DateTimeOffset FailedAt, string Result);
