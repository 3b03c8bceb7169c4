using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace PaymentHub.Tests.Standins.Worker;

/// <summary>Fails the host's first calls to queues that use a method.</summary>
internal sealed class FailingCalls(RequestMethod method, int times) : HttpPipelinePolicy
{
    private int _left = times;

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        ThrowIfDue(message);
        ProcessNext(message, pipeline);
    }

    public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        ThrowIfDue(message);
        return ProcessNextAsync(message, pipeline);
    }

    private void ThrowIfDue(HttpMessage message)
    {
        if (message.Request.Method == method && Interlocked.Decrement(ref _left) >= 0)
            throw new RequestFailedException(503, "The test fails this call.");
    }
}
