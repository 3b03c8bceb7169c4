namespace PaymentHub.Providers;

/// <summary>What came back over HTTP, before anybody has read it.</summary>
internal abstract record ProviderResponse
{
    private ProviderResponse() { }

    /// <summary>A whole response.</summary>
    public sealed record Complete(int Status, ReadOnlyMemory<byte> Body) : ProviderResponse
    {
        /// <summary>How long the provider wants to be left alone, when it says so.</summary>
        public TimeSpan? RetryAfter { get; init; }
    }

    /// <summary>No response, or not all of it.</summary>
    public sealed record Failed(string Reason) : ProviderResponse;
}
