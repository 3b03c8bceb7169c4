namespace PaymentHub.Orders;

/// <summary>
/// A decision on a review that awaits a second operator. It stands with the order, so that it is given, confirmed and withdrawn under the same
/// guard as everything else of the order, and it is void as soon as the order has another version.
/// </summary>
/// <param name="Outcome">What is to be decided.</param>
/// <param name="Version">The order's version that it is about.</param>
/// <param name="By">The operator who asks for it.</param>
/// <param name="Note">Why, in that operator's words.</param>
/// <param name="At">When.</param>
/// <param name="ExpiresAt">When it is void if nobody has confirmed it.</param>
public sealed record Proposal(ResolutionOutcome Outcome, int Version, string By, string Note, DateTimeOffset At, DateTimeOffset ExpiresAt)
{
    /// <summary>How much is to be called moved; null where it is not to be completed, or nobody has said.</summary>
    public decimal? Amount { get; init; }

    /// <summary>The order's proposal that can still be confirmed; null when there is none.</summary>
    public static Proposal? Open(Order order, DateTimeOffset now) =>
        order is { Status: OrderStatus.NeedsReview, Proposal: { } proposal } && proposal.Version == order.Version && now < proposal.ExpiresAt
            ? proposal
            : null;

    /// <summary>Whether it and that decision are those of two operators on one and the same thing.</summary>
    public bool IsConfirmedBy(Resolution resolution) => Asks(resolution) && resolution.By is { } other && other != By;

    /// <summary>Whether both come to the same. Who says no amount says the one that was asked for.</summary>
    public bool Asks(Resolution resolution) =>
        (Outcome, Version) == (resolution.Outcome, resolution.Version) && (resolution.Amount is null || resolution.Amount == Amount);
}
