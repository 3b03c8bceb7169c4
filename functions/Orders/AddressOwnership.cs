namespace PaymentHub.Orders;

/// <summary>What our own book of issued addresses says about the address that a notice names.</summary>
public enum AddressOwnership
{
    /// <summary>The notice is not about an issued address, or the account takes any.</summary>
    NotChecked,

    /// <summary>Issued to the customer that the notice names.</summary>
    Issued,

    /// <summary>Issued to another customer.</summary>
    IssuedToAnother,

    /// <summary>Never issued for this account.</summary>
    NeverIssued,
}
