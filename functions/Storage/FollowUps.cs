using Azure;
using PaymentHub.Orders;
using PaymentHub.Webhooks;

namespace PaymentHub.Storage;

/// <summary>What follows a commit: the lists that an order stands in, its merchant's feed, and the calls that wake its deliveries and its work.</summary>
public sealed class FollowUps(StorageClients storage, IDeliveryQueue deliveries, IWorkQueue works, ListWriter lists, FeedWriter feed, TimeProvider clock) : IFollowUps
{
    public Task WakeDeliveryAsync(string orderId, string endpoint, int version, CancellationToken cancellationToken) =>
        deliveries.WakeAsync(new DeliveryCall(orderId, endpoint, version, Attempt: 1), clock.GetUtcNow(), cancellationToken);

    public Task WakeWorkAsync(Order order, CancellationToken cancellationToken) => order.Work is { Stuck: false } work
        ? works.WakeAsync(new WorkCall(order.Id, work.What, work.DueAt), work.DueAt, cancellationToken)
        : Task.CompletedTask;

    public Task ListAsync(Order order, CancellationToken cancellationToken) => lists.WriteAsync(order, cancellationToken);

    public Task PublishAsync(Order order, StoredEvent stored, CancellationToken cancellationToken) => feed.AppendAsync(order, stored, cancellationToken);

    // One that is gone already was kept by the sweep's doing, or by this very call: the SDK takes a 404 for done.
    public Task ListedAsync(string orderId, DateTimeOffset owedAt, CancellationToken cancellationToken) => storage.Table(TableNames.Orders)
        .DeleteEntityAsync(Keys.OrderBucket(orderId), Keys.Promise(Keys.Due, owedAt, orderId, Keys.List), ETag.All, cancellationToken);
}
