namespace PaymentHub.Reconciliation;

/// <summary>In what an order differs between us and its provider.</summary>
public enum DifferenceKind
{
    /// <summary>The provider lists it and we have no such order.</summary>
    MissingHere,

    /// <summary>We have it and the provider, asked, knows of no such order.</summary>
    MissingThere,

    /// <summary>The amounts differ.</summary>
    Amount,

    /// <summary>The currencies differ.</summary>
    Currency,

    /// <summary>The states differ.</summary>
    Status,
}
