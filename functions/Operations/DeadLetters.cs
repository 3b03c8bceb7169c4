using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Primitives;
using PaymentHub.Listings;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Storage;

namespace PaymentHub.Operations;

/// <summary>Outbox entries that became dead letters: visible, and not done until an operator revives them.</summary>
public sealed partial class DeadLetters(StorageClients storage, OutboxRelay relay, TimeProvider clock)
{
    private const string Binding = "dead_letters";
    private const int MaxRaces = 10;

    private static readonly Problem NotThere = Problem.NotFound("dead letters");

    private readonly TableClient _table = storage.Table(TableNames.Orders);

    /// <summary>A page of the dead letters, the longest due first.</summary>
    public async Task<Result<ListPage<DeadLetter>>> ListAsync(
        IEnumerable<KeyValuePair<string, StringValues>> query,
        CancellationToken cancellationToken
    )
    {
        var check = new QueryCheck(query, "limit", "cursor");
        var limit = check.Limit();
        var position = check.Position(Binding, RowKey());
        if (check.Problem is { } problem)
            return new Result<ListPage<DeadLetter>>.Failure(problem);
        var page = await BucketPage.ReadAsync(
            _table,
            position ?? $"{Keys.DeadLetter}|",
            $"{Keys.DeadLetter}}}",
            limit,
            filtered: false,
            Read,
            cancellationToken
        );
        return new Result<ListPage<DeadLetter>>.Success(page with { Next = page.Next is { } next ? Cursor.Write(Binding, next) : null });
    }

    /// <summary>All dead letters, the longest due first, as far as one read of each bucket shows them.</summary>
    internal Task<Counted<DeadLetter>> CountAsync(CancellationToken cancellationToken) =>
        BucketPage.CountAsync(_table, $"{Keys.DeadLetter}|", $"{Keys.DeadLetter}}}", Read, cancellationToken);

    /// <summary>Makes the dead letter of an order's own work due again, if it has one.</summary>
    public Task<Result<DeadLetter>> ReviveAsync(Deed deed, Order order, CancellationToken cancellationToken) =>
        order.NextAction is { IsDeadLetter: true } action
            ? ReviveAsync(deed, KeyOf(Keys.Action(order.Id, action)!), cancellationToken)
            : Task.FromResult<Result<DeadLetter>>(new Result<DeadLetter>.Failure(NotThere));

    /// <summary>Makes a dead letter due again, now; the outbox relay wakes it, and its order's timeline tells whose doing it was.</summary>
    public async Task<Result<DeadLetter>> ReviveAsync(Deed deed, string key, CancellationToken cancellationToken)
    {
        if (RowKeyOf(key) is not { } rowKey)
            return new Result<DeadLetter>.Failure(NotThere);
        var parts = rowKey.Split('|', 4);
        var bucket = Keys.OrderBucket(parts[2]);
        DeadLetter? seen = null;
        for (var race = 0; race < MaxRaces; race++)
        {
            // A lost race is a delivery that moved meanwhile, another operator, or this very write: what is gone then was revived.
            if (
                await _table.GetEntityIfExistsAsync<TableEntity>(bucket, rowKey, cancellationToken: cancellationToken)
                is not { HasValue: true, Value: { } deadLetter }
            )
            {
                return seen is null ? new Result<DeadLetter>.Failure(NotThere) : new Result<DeadLetter>.Success(seen);
            }

            seen = Read(deadLetter);
            var revival = await RevivalAsync(deadLetter, parts[2], parts[3], deed, cancellationToken);
            if (await _table.TrySubmitAsync(revival, cancellationToken))
            {
                await relay.WakeAsync(bucket, revival[^1].Entity.RowKey, cancellationToken);
                return new Result<DeadLetter>.Success(seen);
            }
        }

        throw new InvalidOperationException($"{rowKey} changed {MaxRaces} times while it was to be revived.");
    }

    /// <returns>What is to be written; the outbox entry is the last of it.</returns>
    private async Task<List<TableTransactionAction>> RevivalAsync(
        TableEntity deadLetter,
        string orderId,
        string what,
        Deed deed,
        CancellationToken cancellationToken
    )
    {
        var now = clock.GetUtcNow();
        var dueAt = now;
        Order? of = null;
        List<TableTransactionAction> actions = [new(TableTransactionActionType.Delete, deadLetter, ETag.All)];
        var existing = await _table.GetEntityIfExistsAsync<TableEntity>(
            deadLetter.PartitionKey,
            Keys.Order(orderId),
            cancellationToken: cancellationToken
        );
        var order = existing is { HasValue: true, Value: { } stands } ? OrderRows.Order(stands) : null;
        if (order is not null)
        {
            var change = OrderChange.Step(order, order, $"revive/{what}", now) with { Operator = deed.By.Name, Note = deed.Note };
            actions.Add(new(TableTransactionActionType.UpsertReplace, OrderRows.Change(orderId, change)));
        }

        // A delivery knows when it is due, and that it is a dead letter; an outbox entry of lists has nothing but itself.
        if (
            what.StartsWith(Keys.Deliver(""), StringComparison.Ordinal)
            && await _table.GetEntityIfExistsAsync<TableEntity>(
                deadLetter.PartitionKey,
                Keys.Delivery(orderId, what[Keys.Deliver("").Length..]),
                cancellationToken: cancellationToken
            )
                is { HasValue: true, Value: { } row }
        )
        {
            var stored = DeliveryRows.Delivery(row);
            var revived = DeliveryRows.Delivery(orderId, stored.Value.Revive(dueAt));
            actions.Add(new(TableTransactionActionType.UpdateReplace, revived, new ETag(stored.Revision)));
        }

        var queue = QueueNames.Webhooks;
        if (SnakeCaseEnum.TryParse<ActionKind>(what, out var kind))
        {
            queue = ActionEnvelope.QueueOf(orderId);
            // So does an order.
            if (order is { NextAction: { IsDeadLetter: true } action } && action.What == kind)
            {
                of = order;
                var revived = OrderRows.Order(order with { NextAction = action with { IsDeadLetter = false, DueAt = dueAt } });
                actions.Add(new(TableTransactionActionType.UpdateReplace, revived, existing.Value!.ETag));
            }
        }

        // Without grace: it is woken as soon as it stands, and where that fails by the next pass that looks.
        var entry = OutboxEntry.Row(deadLetter.PartitionKey, Keys.OutboxEntry(Keys.Due, dueAt, orderId, what), queue, dueAt, now, TimeSpan.Zero);
        if (of is not null)
            OrderRows.Describe(entry, of);
        actions.Add(new(TableTransactionActionType.UpsertReplace, entry));
        return actions;
    }

    private static DeadLetter Read(TableEntity row)
    {
        var parts = row.RowKey.Split('|', 4);
        var dueAt = DateTimeOffset.ParseExact(parts[1], "yyyyMMddHHmmssfff", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        return new DeadLetter(KeyOf(row.RowKey), parts[2], parts[3], dueAt, row.GetDateTimeOffset("DeadLetteredAt"));
    }

    private static string KeyOf(string rowKey) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(rowKey));

    private static string? RowKeyOf(string key)
    {
        if (key.Length > 200 || !Base64Url.IsValid(key))
            return null;
        var rowKey = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(key));
        return RowKey().IsMatch(rowKey) ? rowKey : null;
    }

    [GeneratedRegex(@"^dead\|\d{17}\|(dep|wd)_[0-9a-z]{26}\|[a-z0-9_|]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex RowKey();
}

/// <summary>An outbox entry that became a dead letter because it kept failing in the app itself.</summary>
/// <param name="Key">Names it; revive it by this.</param>
/// <param name="OrderId">The order that it is about.</param>
/// <param name="What">For instance deliver|main.</param>
/// <param name="DueAt">When it was due.</param>
/// <param name="DeadLetteredAt">When it became a dead letter.</param>
public sealed record DeadLetter(string Key, string OrderId, string What, DateTimeOffset DueAt, DateTimeOffset? DeadLetteredAt);
