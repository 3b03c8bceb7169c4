using Microsoft.Azure.Functions.Worker;

namespace PaymentHub.Tests.Standins.Worker;

/// <summary>Holds each message until the test lets it pass.</summary>
public sealed class GatedProbe(ProbeState state)
{
    [Function("Gated")]
    public async Task GatedAsync([QueueTrigger("%Q%")] string text, int dequeueCount, CancellationToken cancellationToken)
    {
        try
        {
            await state.PassGateAsync(cancellationToken);
            state.Add($"{text} {dequeueCount}");
        }
        catch (OperationCanceledException)
        {
            state.Add($"{text} cancelled");
            throw;
        }
    }
}
