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
