namespace PaymentHub.Local.Verify;

/// <summary>What a check found.</summary>
internal enum PartState
{
    Right,

    /// <summary>It works, but somebody should know.</summary>
    Note,

    Wrong,
}
