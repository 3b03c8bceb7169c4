using Microsoft.Azure.Functions.Worker;

namespace PaymentHub.Tests.Standins.Worker;

/// <summary>Runs as often as a setting says, and when the host starts.</summary>
public sealed class FrequentTimer(ProbeState state, TimeProvider clock)
{
    [Function("Frequent")]
    public void Frequent([TimerTrigger("%Every%", RunOnStartup = true)] TimerInfo timer) =>
        state.Add($"{clock.GetUtcNow():HH:mm:ss} status {timer.ScheduleStatus is not null}");
}
