using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PaymentHub.Orders;
using PaymentHub.Storage;
using PaymentHub.Telemetry;

namespace PaymentHub.Webhooks;

/// <summary>
/// Makes the first attempts at events right after their commit, without the queue. The outbox entry exists anyway: whatever happens to an attempt
/// here, only time is lost. Their number per instance is limited; without a place, or if the endpoint is not healthy and free, the queue is used.
/// </summary>
public sealed partial class FirstAttempts(
    WebhookDelivery delivery,
    IDeliveryQueue queue,
    DeliveryPolicy policy,
    TimeProvider clock,
    ILogger<FirstAttempts> logger
) : IFirstAttempts, IHostedService
{
    /// <summary>How long the caller waits for an endpoint; then the attempt continues beside it, and the next ones use the queue.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly HashSet<Task> _running = [];

    public Task WakeAsync(string orderId, string endpoint, int version, CancellationToken cancellationToken) =>
        queue.WakeAsync(new DeliveryWakeUp(orderId, endpoint, version, Attempt: 1), clock.GetUtcNow(), cancellationToken);

    public async Task BeginAsync(Order order, StoredEvent stored, IReadOnlyList<Versioned<Delivery>> deliveries)
    {
        var committed = new DeliverySnapshot(order, [stored], deliveries, []);
        var begun = deliveries.Select(one => BeginAsync(committed, stored.Version, one)).ToList();
        await Task.WhenAll(begun).WaitAsync(Patience, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Lets running attempts end when the instance stops.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Task running;
        lock (_gate)
            running = Task.WhenAll(_running);
        await running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task BeginAsync(DeliverySnapshot committed, int version, Versioned<Delivery> owed)
    {
        var wakeUp = new DeliveryWakeUp(committed.Order.Id, owed.Value.Endpoint, version, Attempt: 1) { Trace = HubTrace.Current };
        var attempt = IsFirst(owed, version) ? Begin(committed, wakeUp) : null;
        if (attempt is not null)
            await ((Task)attempt).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (attempt?.Exception is { } failure)
            Log.Failed(logger, committed.Order.Id, wakeUp.Endpoint, failure.GetBaseException()); // And the outbox relay sees to it.
        else if (attempt is null or { IsCompletedSuccessfully: true, Result: false })
            await queue.WakeAsync(wakeUp, clock.GetUtcNow(), CancellationToken.None);
    }

    /// <summary>An earlier event comes first, and leads to this one.</summary>
    private bool IsFirst(Versioned<Delivery> owed, int version) =>
        owed is { IsWritten: true, Value: { IsDeadLetter: false, Suspended: null, Next: { Attempts: 0 } next } }
        && next.Version == version
        && next.DueAt <= clock.GetUtcNow();

    private Task<bool>? Begin(DeliverySnapshot committed, DeliveryWakeUp wakeUp)
    {
        var place = new TaskCompletionSource();
        lock (_gate)
        {
            if (_running.Count >= policy.Settings.Delivery.FirstAttempts)
                return null;
            _running.Add(place.Task);
        }

        return RunAsync(committed, wakeUp, place);
    }

    private async Task<bool> RunAsync(DeliverySnapshot committed, DeliveryWakeUp wakeUp, TaskCompletionSource place)
    {
        using var span = HubTrace.Begin(logger, "deliver webhook", wakeUp.Trace, ("Order", wakeUp.OrderId), ("Endpoint", wakeUp.Endpoint));
        try
        {
            // Only the attempt's own limits apply, no caller's token: once sent, it has to be recorded.
            return await delivery.TryFirstAsync(wakeUp, committed, Patience, CancellationToken.None);
        }
        finally
        {
            place.SetResult();
            lock (_gate)
                _running.Remove(place.Task);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "Order {Order}, endpoint {Endpoint}: the first attempt failed in the app; the delivery waits for the outbox relay."
        )]
        public static partial void Failed(ILogger logger, string order, string endpoint, Exception failure);
    }
}

/// <summary>Begins deliveries.</summary>
public interface IFirstAttempts
{
    /// <summary>Wakes the delivery of an event by the queue.</summary>
    Task WakeAsync(string orderId, string endpoint, int version, CancellationToken cancellationToken);

    /// <summary>Begins the deliveries of an event that was committed just now. Over as <see cref="IFollowUps.DeliverAsync"/> says.</summary>
    Task BeginAsync(Order order, StoredEvent stored, IReadOnlyList<Versioned<Delivery>> deliveries);
}
