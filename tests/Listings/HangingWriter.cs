using Azure.Core;
using Azure.Core.Pipeline;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Listings;

/// <summary>Storage that never answers: turns the clock second by second until the caller gives up.</summary>
internal sealed class HangingWriter(ManualTimeProvider clock) : HttpPipelinePolicy
{
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("Everything here is asynchronous.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        for (var second = 0; second < 60 && !message.CancellationToken.IsCancellationRequested; second++)
            clock.Advance(TimeSpan.FromSeconds(1));
        await Task.Yield();
        message.CancellationToken.ThrowIfCancellationRequested();
        throw new InvalidOperationException("The caller waited for a minute.");
    }
}
