using PaymentHub.Orders;

namespace PaymentHub.Callbacks;

/// <summary>What the provider's query makes of a signed, final callback.</summary>
public abstract record Confirmation
{
    private Confirmation() { }

    /// <summary>The order may take this notice.</summary>
    public sealed record Take(Notice Notice) : Confirmation;

    /// <summary>The query has not caught up: for now the order is at most pending.</summary>
    /// <param name="SoFar">What the query says so far; null when it knows of no such order.</param>
    public sealed record NotYet(Notice? SoFar) : Confirmation;

    /// <summary>The provider could not be asked.</summary>
    public sealed record Later(string Reason) : Confirmation;
}
