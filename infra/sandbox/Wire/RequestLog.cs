using System.Collections.Concurrent;

namespace PaymentHub.Sandbox.Wire;

/// <summary>What a provider was asked.</summary>
public sealed class RequestLog
{
    private readonly ConcurrentDictionary<string, int> _arrived = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The newest requests, each entered when it was answered.</summary>
    public BoundedLog<ReceivedRequest> Answered { get; } = new();

    /// <summary>How many requests have reached an endpoint since the start, counted on arrival, refused and broken ones included.</summary>
    public int Count(string endpoint) => _arrived.GetValueOrDefault(endpoint);

    internal void Arrived(string endpoint) => _arrived.AddOrUpdate(endpoint, 1, static (_, count) => count + 1);
}
