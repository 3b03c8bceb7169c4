namespace PaymentHub.Orders;

/// <summary>
/// Why an order needs review. Several reasons may apply at once; the order shows the one with the highest value, so that it does not depend on which
/// notice came first.
/// </summary>
[Flags]
public enum ReviewReason
{
    None = 0,

    /// <summary>A withdrawal may or may not have happened. Weak: a verified final notice settles it.</summary>
    OutcomeUnknown = 1 << 0,

    /// <summary>The provider's query does not confirm its signed callback yet. Weak, too: a verified final notice that agrees settles it.</summary>
    Unconfirmed = 1 << 1,

    /// <summary>The amount cannot be represented exactly, is zero, or is finer than its currency.</summary>
    AmountOutOfRange = 1 << 2,

    /// <summary>Another amount than was asked for.</summary>
    AmountMismatch = 1 << 3,

    /// <summary>Another currency or network than was asked for or expected.</summary>
    CurrencyMismatch = 1 << 4,

    /// <summary>The address was never issued for this account.</summary>
    UnknownAddress = 1 << 5,

    /// <summary>The address is not the order's, or was issued to another customer.</summary>
    AddressMismatch = 1 << 6,

    /// <summary>The provider's query contradicts its signed callback.</summary>
    ProviderDisagrees = 1 << 7,

    /// <summary>A final state was contradicted by another one.</summary>
    ConflictingStatus = 1 << 8,

    /// <summary>No news for too long. Weak, too.</summary>
    Overdue = 1 << 9,

    /// <summary>An operator has reopened it. Shown if no other strong reason applies.</summary>
    Reopened = 1 << 10,

    /// <summary>
    /// An operator has entered it by hand, and nobody has approved that yet; or its transaction has been entered by hand as another order. Shown if
    /// no other strong reason applies.
    /// </summary>
    EnteredByHand = 1 << 11,
}
