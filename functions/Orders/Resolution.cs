namespace PaymentHub.Orders;

/// <summary>An operator's word on a review. Kept with the order for ever.</summary>
/// <param name="Outcome">What was decided.</param>
/// <param name="Version">The order's version that it was decided on.</param>
/// <param name="Note">Why, in the operator's words; not told to the merchant.</param>
/// <param name="At">When.</param>
public sealed record Resolution(ResolutionOutcome Outcome, int Version, string Note, DateTimeOffset At)
{
    /// <summary>Whether it says the same about the same state, at whatever time.</summary>
    public bool Says(ResolutionOutcome outcome, int version, string note) => (Outcome, Version, Note) == (outcome, version, note);
}
