namespace PaymentHub.Storage;

/// <summary>A value as its row was read, and the row's revision: a write that expects another one is refused.</summary>
/// <param name="Value">What the row holds.</param>
/// <param name="Revision">The row's ETag; empty when no row holds the value yet.</param>
public sealed record Versioned<T>(T Value, string Revision)
{
    /// <summary>Whether a row holds it.</summary>
    public bool IsWritten => Revision.Length > 0;
}
