using Microsoft.Azure.Functions.Worker;

namespace PaymentHub.Tests.Standins.Worker;

/// <summary>Fails every minute.</summary>
public sealed class FailingTimer(ProbeState state)
{
    [Function("FailingTimer")]
    public void Run([TimerTrigger("* * * * *")] TimerInfo timer)
    {
        state.Add($"late {timer.IsPastDue}");
        throw new InvalidOperationException("This timer fails.");
    }
}
