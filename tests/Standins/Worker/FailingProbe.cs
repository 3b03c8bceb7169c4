using Microsoft.Azure.Functions.Worker;

namespace PaymentHub.Tests.Standins.Worker;

/// <summary>Fails with every message.</summary>
public sealed class FailingProbe(ProbeState state)
{
    [Function("Failing")]
    public Task Failing([QueueTrigger("%Q%")] string text, int dequeueCount)
    {
        state.Add($"{text} {dequeueCount}");
        return Task.FromException(new InvalidOperationException("This message fails."));
    }
}
