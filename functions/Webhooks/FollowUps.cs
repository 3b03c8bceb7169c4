using Azure;
using PaymentHub.Listings;
using PaymentHub.Orders;
using PaymentHub.Storage;

namespace PaymentHub.Webhooks;

/// <summary>What follows a commit: the order's lists, its merchant's feed, and the calls that wake its deliveries and its next action.</summary>
public sealed class FollowUps(StorageClients storage, IFirstAttempts firstAttempts, IActionQueue actions, OrderIndexWriter index, FeedWriter feed)
    : IFollowUps
{
    public Task WakeDeliveryAsync(string orderId, string endpoint, int version, CancellationToken cancellationToken) =>
        firstAttempts.WakeAsync(orderId, endpoint, version, cancellationToken);

    public Task DeliverAsync(Order order, StoredEvent stored, IReadOnlyList<Versioned<Delivery>> deliveries) =>
        firstAttempts.BeginAsync(order, stored, deliveries);

    public Task WakeActionAsync(Order order, CancellationToken cancellationToken) =>
        order.NextAction is { IsDeadLetter: false } action
            ? actions.WakeAsync(new WakeUp(order.Id, action.What, action.DueAt), action.DueAt, cancellationToken)
            : Task.CompletedTask;

    public Task IndexAsync(Order order, CancellationToken cancellationToken) => index.WriteAsync(order, cancellationToken);

    public Task PublishAsync(Order order, StoredEvent stored, CancellationToken cancellationToken) =>
        feed.AppendAsync(order, stored, cancellationToken);

    // An entry that is gone was completed through the outbox relay, or by this very call: the SDK treats a 404 as done.
    public Task IndexedAsync(string orderId, DateTimeOffset owedAt, CancellationToken cancellationToken) =>
        storage
            .Table(TableNames.Orders)
            .DeleteEntityAsync(Keys.OrderBucket(orderId), Keys.OutboxEntry(Keys.Due, owedAt, orderId, Keys.List), ETag.All, cancellationToken);
}
