using PaymentHub.Callbacks;

namespace PaymentHub.Tests.Callbacks;

/// <summary>Notes the calls, or cannot make any.</summary>
internal sealed class RecordingCallbackQueue : ICallbackQueue
{
    public List<ReceivedCallback> Woken { get; } = [];

    public bool IsAway { get; set; }

    public Task<bool> TryWakeAsync(ReceivedCallback callback, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!IsAway)
            Woken.Add(callback);
        return Task.FromResult(!IsAway);
    }
}
