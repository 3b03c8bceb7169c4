using PaymentHub.Sandbox.Faults;

namespace PaymentHub.Sandbox.Callbacks;

/// <summary>The delivery of one callback, over all its attempts.</summary>
public sealed class Delivery
{
    private readonly TaskCompletionSource _firstRound = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<DeliveryState> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile DeliveryState _state = DeliveryState.Sending;

    internal Delivery(int id, string orderId)
    {
        Id = id;
        OrderId = orderId;
    }

    public int Id { get; }

    /// <summary>The provider's id of the order (MPay: the merchOrderId).</summary>
    public string OrderId { get; }

    public DeliveryState State => _state;

    /// <summary>Completes when the first attempt, and its copies, have been answered, or will never be.</summary>
    public Task FirstRound => _firstRound.Task;

    /// <summary>Completes when there will be no further attempt.</summary>
    public Task<DeliveryState> Finished => _end.Task;

    internal void Hold() => _state = DeliveryState.Held;

    internal void Resume() => _state = DeliveryState.Sending;

    internal void EndFirstRound() => _firstRound.TrySetResult();

    /// <summary>Only the first call counts.</summary>
    internal void End(DeliveryState state)
    {
        if (!_end.Task.IsCompleted)
        {
            _state = state;
        }

        _end.TrySetResult(state);
        _firstRound.TrySetResult();
    }
}

/// <summary>A callback to deliver.</summary>
/// <param name="Compose">Makes the request of one attempt: a provider may sign each one anew.</param>
/// <param name="IsAcknowledged">Whether the provider is content with the answer.</param>
internal sealed record Callback(string OrderId, Distortion Faults, Func<CallbackRequest> Compose, Func<CallbackAnswer, bool> IsAcknowledged);

/// <summary>One try at delivering a callback.</summary>
/// <param name="OrderId">The provider's id of the order (MPay: the merchOrderId).</param>
/// <param name="Number">1 for the first round of a delivery; copies that a fault makes share the number.</param>
/// <param name="At">When it was sent.</param>
/// <param name="Acknowledged">Whether the answer was exactly what the provider asks for.</param>
public sealed record DeliveryAttempt(
    SandboxProvider Provider,
    string OrderId,
    int Delivery,
    int Number,
    DateTimeOffset At,
    CallbackRequest Request,
    CallbackAnswer Answer,
    bool Acknowledged
);

/// <summary>How far the delivery of a callback is.</summary>
public enum DeliveryState
{
    /// <summary>Being sent, or waiting for its next attempt.</summary>
    Sending,

    /// <summary>Waiting for a later callback to overtake it, or to be released.</summary>
    Held,

    Acknowledged,

    /// <summary>Every attempt was made; none was acknowledged.</summary>
    GivenUp,

    /// <summary>A fault lost it.</summary>
    Dropped,

    /// <summary>The sandbox ended first.</summary>
    Stopped,
}
