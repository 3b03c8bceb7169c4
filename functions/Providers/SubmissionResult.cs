using PaymentHub.Orders;

namespace PaymentHub.Providers;

/// <summary>The result of sending a withdrawal to its provider. Only what is certain counts as certain: money may have moved.</summary>
public abstract record SubmissionResult
{
    private SubmissionResult() { }

    /// <summary>Why, for the log.</summary>
    public abstract string Why { get; }

    /// <summary>The provider has accepted it.</summary>
    /// <param name="ProviderOrderId">Its own id, when it says one.</param>
    public sealed record Accepted(string? ProviderOrderId) : SubmissionResult
    {
        public override string Why => "accepted";
    }

    /// <summary>The provider has certainly not accepted it: an answer that is listed as a definite refusal.</summary>
    public sealed record Refused(Failure Failure) : SubmissionResult
    {
        public override string Why => $"refused with code {Failure.Code}";
    }

    /// <summary>
    /// The provider has certainly not accepted it now, but may later: HTTP 429, or something was missing before anything could be sent.
    /// </summary>
    /// <param name="Wait">How long it wants to be left alone, when it says so.</param>
    public sealed record NotNow(string Reason, TimeSpan? Wait) : SubmissionResult
    {
        public override string Why => Reason;
    }

    /// <summary>It may or may not have happened: a timeout, a broken connection, a 5xx, any answer that is not listed.</summary>
    public sealed record Unknown(string Reason) : SubmissionResult
    {
        public override string Why => Reason;
    }
}
