namespace PaymentHub.Orders;

/// <summary>What our address book says about the address in a notice.</summary>
public enum AddressOwnership
{
    /// <summary>The notice is not about an issued address, or the account accepts any.</summary>
    NotChecked,

    /// <summary>Issued to the customer that the notice names.</summary>
    Issued,

    /// <summary>Issued to another customer.</summary>
    IssuedToAnother,

    /// <summary>Never issued for this account.</summary>
    NeverIssued,
}
