namespace PaymentHub.Sandbox.PayProtocol;

/// <summary>How lists are sorted by time; the provider does not document it. Entries of the same second stand in the order of their ids.</summary>
public enum PayProtocolListOrder
{
    /// <summary>What comes while somebody reads pushes everything to later places: the last entry of one page is the first of the next.</summary>
    NewestFirst,

    /// <summary>What comes while somebody reads stands at the end, unless it is older than what was read.</summary>
    OldestFirst,
}
