using Microsoft.Azure.Functions.Worker;

namespace PaymentHub.Tests.Standins.Worker;

/// <summary>Runs every ten seconds, until the test lets it end.</summary>
public sealed class GatedTimer(ProbeState state, TimeProvider clock)
{
    [Function("GatedTimer")]
    public async Task RunAsync([TimerTrigger("00:00:10")] TimerInfo timer, CancellationToken cancellationToken)
    {
        state.Add($"{clock.GetUtcNow():HH:mm:ss} late {timer.IsPastDue}");
        await state.PassGateAsync(cancellationToken);
    }
}
