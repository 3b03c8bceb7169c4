using Microsoft.Azure.Functions.Worker;

namespace PaymentHub.Tests.Standins.Worker;

/// <summary>Runs every five minutes.</summary>
public sealed class RareTimer(ProbeState state, TimeProvider clock)
{
    [Function("Rare")]
    public void Rare([TimerTrigger("0 */5 * * * *")] TimerInfo timer) =>
        state.Add($"{clock.GetUtcNow():HH:mm:ss} next {timer.ScheduleStatus?.Next:HH:mm:ss} late {timer.IsPastDue}");
}
