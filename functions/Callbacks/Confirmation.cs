using PaymentHub.Orders;

namespace PaymentHub.Callbacks;

/// <summary>The result of asking the provider about a signed, final callback.</summary>
public abstract record Confirmation
{
    private Confirmation() { }

    /// <summary>This notice may be applied to the order.</summary>
    public sealed record Take(Notice Notice) : Confirmation;

    /// <summary>The query lags behind: for now the order is at most pending.</summary>
    /// <param name="SoFar">What the query says so far; null if it knows no such order.</param>
    public sealed record NotYet(Notice? SoFar) : Confirmation;

    /// <summary>The provider could not be asked.</summary>
    public sealed record Later(string Reason) : Confirmation;
}
