using System.Net;

namespace PaymentHub.Merchants;

/// <summary>Who calls our API and receives our webhooks; isolated from all others.</summary>
/// <param name="Id">The id in settings.</param>
/// <param name="Keys">Its API keys, as hashes.</param>
/// <param name="Endpoints">Where its webhooks go.</param>
public sealed record Merchant(string Id, IReadOnlyList<ApiKey> Keys, IReadOnlyList<WebhookEndpoint> Endpoints)
{
    /// <summary>How its payers see its pages.</summary>
    public PageLook Page { get; init; } = PageLook.Plain;

    /// <summary>Whether it stands in the directory's table, and can be changed while the app runs.</summary>
    public bool IsStored { get; init; }
}

/// <summary>An API key, of which only the hash is known here.</summary>
/// <param name="Sha256">SHA-256 of the key's UTF-8 text.</param>
/// <param name="Owner">Whose key it is: a person or a system.</param>
/// <param name="Roles">What it may do.</param>
public sealed record ApiKey(ReadOnlyMemory<byte> Sha256, string Owner, Roles Roles)
{
    /// <summary>Its id among the merchant's.</summary>
    public string Id { get; init; } = "";

    /// <summary>From when on it is refused; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>From where it may be used; empty for anywhere.</summary>
    public IReadOnlyList<IPNetwork> Addresses { get; init; } = [];

    /// <summary>Whether it may be used now, from there.</summary>
    /// <param name="from">The caller's address; null when it is not known.</param>
    public bool IsGood(DateTimeOffset now, IPAddress? from) =>
        !(ExpiresAt <= now) && (Addresses.Count == 0 || (from is not null && Addresses.Any(range => range.Contains(Plain(from)))));

    // An IPv4 address may come as an IPv6 one.
    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}

/// <summary>What an API key may do. A set.</summary>
[Flags]
public enum Roles
{
    None = 0,

    /// <summary>Read everything of the merchant's.</summary>
    Read = 1,

    /// <summary>Take money in, and read.</summary>
    Deposits = 2,

    /// <summary>Approve or reject withdrawals, and read.</summary>
    Approver = 4,

    /// <summary>Pay money out, and read.</summary>
    Withdrawals = 8,

    /// <summary>Change the merchant's endpoints and keys, and nothing else.</summary>
    Admin = 16,
}
