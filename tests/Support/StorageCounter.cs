using Azure.Core;
using Azure.Core.Pipeline;

namespace PaymentHub.Tests.Support;

/// <summary>Counts the calls to storage by table or queue: "orders", "callbacks/messages".</summary>
internal sealed class StorageCounter : HttpPipelinePolicy
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _calls = new(StringComparer.Ordinal);

    /// <summary>All calls since it was made or last asked for.</summary>
    public int Take()
    {
        lock (_gate)
        {
            var all = _calls.Values.Sum();
            _calls.Clear();
            return all;
        }
    }

    /// <summary>The calls to something since it was made or last asked for.</summary>
    public int Count(string what)
    {
        lock (_gate)
            return _calls.GetValueOrDefault(what);
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("Everything here is asynchronous.");

    public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        // "/account/orders(…)", "/account/orders()", "/account/$batch", "/account/callbacks/messages"
        var path = message.Request.Uri.ToUri().AbsolutePath.Split('/', 3)[^1];
        var what = path.Split('(')[0];
        lock (_gate)
            _calls[what] = _calls.GetValueOrDefault(what) + 1;
        return ProcessNextAsync(message, pipeline);
    }
}
