using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;

namespace PaymentHub.Tests.Standins.Worker;

/// <summary>Counts the host's own calls to queues, by their method and where they go.</summary>
internal sealed class QueueCalls : HttpPipelinePolicy
{
    private readonly ConcurrentQueue<string> _calls = new();

    /// <summary>Polls for messages.</summary>
    public int Receives => _calls.Count(call => call.StartsWith("GET ", StringComparison.Ordinal));

    /// <summary>Changes of when a message is visible.</summary>
    public int Updates => _calls.Count(call => call.StartsWith("PUT ", StringComparison.Ordinal) && call.Contains("/messages/", StringComparison.Ordinal));

    public int Deletes => _calls.Count(call => call.StartsWith("DELETE ", StringComparison.Ordinal));

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Count(message);
        ProcessNext(message, pipeline);
    }

    public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Count(message);
        return ProcessNextAsync(message, pipeline);
    }

    private void Count(HttpMessage message) => _calls.Enqueue($"{message.Request.Method} {message.Request.Uri.Path}");
}
