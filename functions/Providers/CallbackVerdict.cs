namespace PaymentHub.Providers;

/// <summary>Why a callback was refused. None of them is ever retried by itself.</summary>
public enum CallbackVerdict
{
    /// <summary>The signature does not match the bytes.</summary>
    BadSignature,

    /// <summary>It names another API key than the account's.</summary>
    WrongKey,

    /// <summary>It was signed too long before, or too far after, we received it.</summary>
    StaleTimestamp,

    /// <summary>It cannot be read.</summary>
    Malformed,

    /// <summary>It can be read in two ways: a repeated name, or values that could be split differently.</summary>
    Ambiguous,

    /// <summary>It names no kind of order that we know.</summary>
    UnknownKind,

    /// <summary>It names one kind of order and looks like another.</summary>
    ContradictoryKind,

    /// <summary>Verified, but about an order that is not ours.</summary>
    UnknownOrder,

    /// <summary>A status that the provider does not document.</summary>
    UnknownStatus,
}
