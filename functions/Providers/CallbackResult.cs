using PaymentHub.Orders;

namespace PaymentHub.Providers;

/// <summary>What a callback came to: a verified notice, a refusal, or "not now".</summary>
public abstract record CallbackResult
{
    private CallbackResult() { }

    /// <summary>Handles each case.</summary>
    public abstract TOut Match<TOut>(Func<Notice, TOut> verified, Func<Refused, TOut> refused, Func<string, TOut> notNow);

    /// <summary>Verified and translated.</summary>
    public sealed record Verified(Notice Notice) : CallbackResult
    {
        public override TOut Match<TOut>(Func<Notice, TOut> verified, Func<Refused, TOut> refused, Func<string, TOut> notNow) => verified(Notice);
    }

    /// <summary>Refused for good.</summary>
    /// <param name="Detail">What exactly was wrong, for an operator; holds no secret.</param>
    public sealed record Refused(CallbackVerdict Verdict, string Detail) : CallbackResult
    {
        public override TOut Match<TOut>(Func<Notice, TOut> verified, Func<Refused, TOut> refused, Func<string, TOut> notNow) => refused(this);
    }

    /// <summary>Verified, but something needed to translate it cannot be had at the moment.</summary>
    public sealed record NotNow(string Reason) : CallbackResult
    {
        public override TOut Match<TOut>(Func<Notice, TOut> verified, Func<Refused, TOut> refused, Func<string, TOut> notNow) => notNow(Reason);
    }
}
