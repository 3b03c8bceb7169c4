using System.Text;

namespace PaymentHub.Providers;

/// <summary>A callback exactly as it was received: untrusted until <see cref="ProviderAccount.ReadAsync"/> has verified it.</summary>
public sealed record Callback
{
    /// <summary>How long a header that is kept may be; a longer one is cut, and the callback malformed.</summary>
    public const int MaxHeader = 1_024;

    /// <summary>The same of the query string.</summary>
    public const int MaxQuery = 4_096;

    /// <summary>The body's bytes, untouched; at most 32 KiB.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The Content-Type header as sent; empty when there was none.</summary>
    public required string ContentType { get; init; }

    /// <summary>The request headers that a provider may sign with, by lower-case name.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The path of our public callback URL. It holds the callback id, a secret: never logged or shown.</summary>
    public required string Path { get; init; }

    /// <summary>The query string with its question mark, or empty.</summary>
    public required string Query { get; init; }

    /// <summary>When we received it; freshness is judged by this and not by when it is processed.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Whether nothing of it was cut.</summary>
    public bool IsWhole => ContentType.Length <= MaxHeader && Query.Length <= MaxQuery && Headers.Values.All(value => value.Length <= MaxHeader);

    /// <summary>A header's value, or null when it is missing or empty.</summary>
    public string? Header(string name) => Headers.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <summary>Whether the media type is that one; parameters such as charset are ignored.</summary>
    public bool HasMediaType(string mediaType) => ContentType.Split(';', 2)[0].Trim().Equals(mediaType, StringComparison.OrdinalIgnoreCase);

    // A record prints its members; a callback's are somebody's payment and our secret.
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Body = ").Append(Body.Length).Append(" bytes");
        return true;
    }
}

/// <summary>The exact answer that a provider takes as "received".</summary>
public sealed record Acknowledgement(string ContentType, string Body);

/// <summary>What receiving makes of a callback's shape, before anything is verified.</summary>
public enum CallbackShape
{
    /// <summary>It looks like one of this provider's: take it in and acknowledge it.</summary>
    Acceptable,

    /// <summary>Something every callback of this provider has is missing or broken: 400.</summary>
    Malformed,

    /// <summary>Another media type than this provider sends: 415.</summary>
    UnsupportedMediaType,
}
