using Microsoft.Azure.Functions.Worker;

namespace PaymentHub.Tests.Standins.Worker;

/// <summary>Takes JSON messages only.</summary>
public sealed class ParsingProbe(ProbeState state)
{
    [Function("Parsing")]
    public void Parsing([QueueTrigger("%Q%")] QueueProbes.Note note) => state.Add(note.Text);
}
