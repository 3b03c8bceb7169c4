using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Callbacks;

/// <summary>The outcome of a callback; stored with it permanently.</summary>
/// <param name="Verdict">applied, unchanged, one of <see cref="CallbackVerdict"/>'s words, or poison.</param>
/// <param name="Detail">What exactly was wrong, for an operator; holds no secret.</param>
/// <param name="OrderId">The order it was about, once that is known.</param>
public sealed record CallbackOutcome(string Verdict, string? Detail = null, string? OrderId = null)
{
    /// <summary>The verdict of one that changed its order.</summary>
    internal const string AppliedVerdict = "applied";

    /// <summary>Whether the callback waits for an operator, because it was refused or kept failing.</summary>
    public bool IsQuarantined => Verdict is not (AppliedVerdict or "unchanged");

    /// <summary>It changed its order.</summary>
    public static CallbackOutcome Applied(string orderId) => new(AppliedVerdict, null, orderId);

    /// <summary>It contained nothing new.</summary>
    public static CallbackOutcome Unchanged(string orderId) => new("unchanged", null, orderId);

    /// <summary>Processing it failed too often.</summary>
    public static CallbackOutcome Poison { get; } = new("poison", "Processing it failed again and again; the app's log says how.");

    /// <summary>It was refused.</summary>
    public static CallbackOutcome Refused(CallbackVerdict verdict, string detail) => new(SnakeCaseEnum.Of(verdict), detail);
}
