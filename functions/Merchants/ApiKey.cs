namespace PaymentHub.Merchants;

/// <summary>An API key, of which only the hash is known here.</summary>
/// <param name="Sha256">SHA-256 of the key's UTF-8 text.</param>
/// <param name="Owner">Whose key it is: a person or a system.</param>
/// <param name="Roles">What it may do.</param>
public sealed record ApiKey(ReadOnlyMemory<byte> Sha256, string Owner, Roles Roles);
