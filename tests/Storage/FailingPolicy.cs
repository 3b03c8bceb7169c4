using Azure.Core;
using Azure.Core.Pipeline;

namespace PaymentHub.Tests.Storage;

/// <summary>Lets every call to storage fail before it leaves.</summary>
internal sealed class FailingPolicy(Exception failure) : HttpPipelinePolicy
{
    public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw failure;

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw failure;
}
