namespace PaymentHub.Orders;

/// <summary>How an operator resolves a review.</summary>
public enum ResolutionOutcome
{
    /// <summary>The money has moved.</summary>
    Completed,

    /// <summary>It has not, and will not.</summary>
    Failed,

    /// <summary>A withdrawal of unknown outcome has not happened and is to be sent again, with the same id.</summary>
    Resubmit,
}
