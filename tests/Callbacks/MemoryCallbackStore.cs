using PaymentHub.Callbacks;

namespace PaymentHub.Tests.Callbacks;

/// <summary>Callbacks in memory, and what became of them.</summary>
internal sealed class MemoryCallbackStore : ICallbackStore
{
    public List<ReceivedCallback> Accepted { get; } = [];

    public List<(ReceivedCallback Callback, CallbackOutcome Outcome)> Refused { get; } = [];

    public List<CallbackOutcome> Concluded { get; } = [];

    public List<ReceivedCallback> Postponed { get; } = [];

    /// <summary>Whether storage is away.</summary>
    public bool IsAway { get; set; }

    /// <summary>Whether storage takes what it is given and never answers.</summary>
    public bool Hangs { get; set; }

    /// <summary>Whether somebody else is always faster.</summary>
    public bool LosesRaces { get; set; }

    public async Task AcceptAsync(ReceivedCallback callback, CancellationToken cancellationToken)
    {
        if (Hangs)
            await Task.Delay(Timeout.Infinite, cancellationToken);
        if (IsAway)
            throw new IOException("Storage is away.");
        Accepted.Add(callback);
    }

    public Task KeepRefusedAsync(ReceivedCallback callback, CallbackOutcome outcome, CancellationToken cancellationToken)
    {
        Refused.Add((callback, outcome));
        return Task.CompletedTask;
    }

    public Task<ReceivedCallback?> ReadPendingAsync(CallbackId id, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task ConcludeAsync(ReceivedCallback callback, CallbackOutcome outcome, CancellationToken cancellationToken)
    {
        Concluded.Add(outcome);
        return Task.CompletedTask;
    }

    public Task<bool> TryPostponeAsync(ReceivedCallback callback, ReceivedCallback later, CancellationToken cancellationToken)
    {
        if (LosesRaces)
            return Task.FromResult(false);
        Postponed.Add(later);
        return Task.FromResult(true);
    }
}
