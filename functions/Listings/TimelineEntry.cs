using PaymentHub.Orders;

namespace PaymentHub.Listings;

/// <summary>One thing that happened to an order.</summary>
/// <param name="At">When.</param>
public abstract record TimelineEntry(DateTimeOffset At)
{
    /// <summary>Handles each case.</summary>
    public abstract T Match<T>(Cases<T> cases);

    /// <summary>What becomes of each kind of entry.</summary>
    public sealed record Cases<T>(
        Func<Created, T> Created,
        Func<Done, T> Done,
        Func<Noticed, T> Noticed,
        Func<Changed, T> Changed,
        Func<Published, T> Published,
        Func<Attempted, T> Attempted
    );

    /// <summary>The order was created: by the merchant's request, by an operator's entry, or by the provider's first notice.</summary>
    public sealed record Created(DateTimeOffset At, OrderRequest? Request, bool ByOperator) : TimelineEntry(At)
    {
        public override T Match<T>(Cases<T> cases) => cases.Created(this);
    }

    /// <summary>The hub, the merchant or an operator did something with it.</summary>
    /// <param name="What">For instance page.</param>
    /// <param name="Operator">The name of the operator who did it; null when nobody did.</param>
    /// <param name="Amount">How much they have said that it is; null when that was known, or is not.</param>
    public sealed record Done(DateTimeOffset At, string What, string? Operator = null, decimal? Amount = null, string? Currency = null)
        : TimelineEntry(At)
    {
        /// <summary>Why, in their words; null if they gave no reason, or it is stored with the order itself.</summary>
        public string? Note { get; init; }

        /// <summary>What of the order's it was done to: an endpoint, or the work that was a dead letter; null where it was the order.</summary>
        public string? About { get; init; }

        /// <summary>Whether it is an operator's deed of which only the timeline tells.</summary>
        public bool IsDeed => Operator is not null && What is "refresh" or "notify" or "redeliver" or "revive" or "withdraw_proposal";

        public override T Match<T>(Cases<T> cases) => cases.Done(this);
    }

    /// <summary>The provider said something new.</summary>
    /// <param name="Source">By which way: callback, page, ….</param>
    /// <param name="SourceId">Which one; an operator finds a callback's evidence by it.</param>
    public sealed record Noticed(DateTimeOffset At, string Source, string? SourceId, OrderChange Change) : TimelineEntry(At)
    {
        public override T Match<T>(Cases<T> cases) => cases.Noticed(this);
    }

    /// <summary>Its status, or the reason for its review, changed.</summary>
    public sealed record Changed(DateTimeOffset At, OrderStatus From, OrderStatus To, ReviewReason? Reason) : TimelineEntry(At)
    {
        public override T Match<T>(Cases<T> cases) => cases.Changed(this);
    }

    /// <summary>An event for the merchant.</summary>
    public sealed record Published(DateTimeOffset At, string EventId, string Type) : TimelineEntry(At)
    {
        public override T Match<T>(Cases<T> cases) => cases.Published(this);
    }

    /// <summary>A try at delivering an event.</summary>
    public sealed record Attempted(DateTimeOffset At, string Endpoint, string EventId, int Number, int? Status, string? Error, double Milliseconds)
        : TimelineEntry(At)
    {
        public override T Match<T>(Cases<T> cases) => cases.Attempted(this);
    }
}

/// <summary>Everything that happened to an order, oldest first.</summary>
/// <param name="Complete">False when there was more than a timeline shows: then attempts are missing.</param>
public sealed record Timeline(Order Order, IReadOnlyList<TimelineEntry> Entries, bool Complete)
{
    /// <summary>What is owed to its merchant's endpoints.</summary>
    public IReadOnlyList<Delivery> Deliveries { get; init; } = [];
}
