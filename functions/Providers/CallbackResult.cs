using PaymentHub.Orders;

namespace PaymentHub.Providers;

/// <summary>What a callback came to: a verified notice, a refusal, or "not now".</summary>
public abstract record CallbackResult
{
    private CallbackResult() { }

    /// <summary>Verified and translated.</summary>
    public sealed record Verified(Notice Notice) : CallbackResult;

    /// <summary>Refused for good.</summary>
    /// <param name="Detail">What exactly was wrong, for an operator; holds no secret.</param>
    public sealed record Refused(CallbackVerdict Verdict, string Detail) : CallbackResult;

    /// <summary>Verified, but something needed to translate it cannot be had at the moment.</summary>
    public sealed record NotNow(string Reason) : CallbackResult;
}
