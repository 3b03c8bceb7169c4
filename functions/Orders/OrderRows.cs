using System.Text.Json;
using Azure.Data.Tables;
using PaymentHub.Money;
using PaymentHub.Storage;

namespace PaymentHub.Orders;

/// <summary>Orders, events and deliveries as table rows and back.</summary>
internal static class OrderRows
{
    /// <summary>The column of an order's outbox entry with the order's account.</summary>
    public const string EntryAccount = "Account";

    /// <summary>The column of an order's outbox entry with the order's beginning.</summary>
    public const string EntryOpenedAt = "OpenedAt";

    public const string Data = "Data";

    /// <summary>The whole order as JSON; the other columns repeat parts of it for people who look into the table.</summary>
    public static TableEntity Order(Order order) =>
        new(Keys.OrderBucket(order.Id), Keys.Order(order.Id))
        {
            [Data] = JsonSerializer.Serialize(order, StoredJson.Compact),
            ["Status"] = SnakeCaseEnum.Of(order.Status),
            ["Merchant"] = order.MerchantId,
            ["Account"] = order.AccountId,
            ["Amount"] = order.Amount is { } amount ? Amounts.Format(amount) : null,
            ["Currency"] = order.Currency,
            ["Version"] = order.Version,
            ["UpdatedAt"] = order.UpdatedAt,
        };

    public static Order Order(TableEntity row) =>
        JsonSerializer.Deserialize<Order>(row.Text(Data), StoredJson.Compact)
        ?? throw new InvalidOperationException($"Row {row.RowKey} holds no order.");

    public static TableEntity Event(StoredEvent stored) =>
        new(Keys.OrderBucket(stored.OrderId), Keys.Event(stored.OrderId, stored.Version))
        {
            ["OrderId"] = stored.OrderId,
            ["Version"] = stored.Version,
            ["Type"] = stored.Type,
            ["Body"] = stored.Body,
            ["Source"] = stored.Source,
            ["OccurredAt"] = stored.OccurredAt,
        };

    public static StoredEvent Event(TableEntity row) =>
        new(
            row.Text("OrderId"),
            row.GetInt32("Version")!.Value,
            row.Text("Type"),
            row.Text("Body"),
            row.Text("Source"),
            row.GetDateTimeOffset("OccurredAt")!.Value
        );

    public static TableEntity Change(string orderId, OrderChange change) =>
        new(Keys.OrderBucket(orderId), Keys.Change(orderId, change.At, change.Source))
        {
            [Data] = JsonSerializer.Serialize(change, StoredJson.Compact),
        };

    public static OrderChange Change(TableEntity row) =>
        JsonSerializer.Deserialize<OrderChange>(row.Text(Data), StoredJson.Compact)
        ?? throw new InvalidOperationException($"Row {row.RowKey} holds no change.");

    /// <summary>What an order's outbox entry tells of its order.</summary>
    public static void Describe(TableEntity entry, Order order)
    {
        entry[EntryAccount] = order.AccountId;
        entry[EntryOpenedAt] = order.CreatedAt;
    }
}
