namespace PaymentHub.Merchants;

/// <summary>Who calls our API and receives our webhooks; isolated from all others.</summary>
/// <param name="Id">The id in settings.</param>
/// <param name="Keys">Its API keys, as hashes.</param>
/// <param name="Endpoints">Where its webhooks go.</param>
public sealed record Merchant(string Id, IReadOnlyList<ApiKey> Keys, IReadOnlyList<WebhookEndpoint> Endpoints)
{
    /// <summary>How its payers see its pages.</summary>
    public PageLook Page { get; init; } = PageLook.Plain;
}

/// <summary>An API key, of which only the hash is known here.</summary>
/// <param name="Sha256">SHA-256 of the key's UTF-8 text.</param>
/// <param name="Owner">Whose key it is: a person or a system.</param>
/// <param name="Roles">What it may do.</param>
public sealed record ApiKey(ReadOnlyMemory<byte> Sha256, string Owner, Roles Roles);

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
}
