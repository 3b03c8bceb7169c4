using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;

namespace PaymentHub.Tests.Standins.Worker;

/// <summary>Queue functions with every shape of a message.</summary>
public sealed class QueueProbes(ProbeState state)
{
    [Function("Bytes")]
    public void Bytes([QueueTrigger("%Q%-bytes")] byte[] body) => state.Add($"bytes {Convert.ToHexString(body)}");

    [Function("Binary")]
    public void Binary([QueueTrigger("%Q%-binary")] BinaryData body) => state.Add($"binary {body}");

    [Function("Whole")]
    public void Whole([QueueTrigger("%Q%-whole")] QueueMessage message) => state.Add($"whole {message.Body} {message.DequeueCount}");

    [Function("Parsed")]
    public Task Parsed([QueueTrigger("%Q%-parsed", Connection = "OtherStorage")] Note note)
    {
        state.Add($"parsed {note.Text} {note.Amount}");
        return Task.CompletedTask;
    }

    [Function("Metadata")]
    public void Metadata(
        [QueueTrigger("%Q%-metadata")] string text,
        long dequeueCount,
        string id,
        string popReceipt,
        DateTimeOffset insertionTime,
        DateTimeOffset expirationTime,
        DateTimeOffset nextVisibleTime,
        FunctionContext context)
    {
        state.Add($"metadata {text} {dequeueCount} {Guid.TryParse(id, out _)} {popReceipt.Length > 0}");
        state.Add($"times {expirationTime - insertionTime} {nextVisibleTime > insertionTime}");
        state.Add($"data {context.BindingContext.BindingData["dequeueCount"]} {context.BindingContext.BindingData["Id"]?.Equals(id)}");
    }

    /// <summary>A JSON message.</summary>
    public sealed record Note(string Text, decimal Amount);
}
