using Microsoft.Azure.Functions.Worker;

namespace PaymentHub.Tests.Standins.Worker;

/// <summary>Takes the texts of one queue.</summary>
public sealed class TextProbe(ProbeState state)
{
    [Function("Text")]
    public void Text([QueueTrigger("%Q%")] string text, int dequeueCount) => state.Add($"{text} {dequeueCount}");
}
