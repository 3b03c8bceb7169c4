using System.Text.Json.Serialization;
using PaymentHub.Money;

namespace PaymentHub.Orders;

/// <summary>One deposit or withdrawal. Immutable: a change is a new value, made by <see cref="OrderMachine"/>.</summary>
public sealed record Order
{
    private const ReviewReason Operators = Orders.ReviewReason.Reopened | Orders.ReviewReason.EnteredByHand;

    public required string Id { get; init; }

    public required OrderKind Kind { get; init; }

    public required string MerchantId { get; init; }

    public required string AccountId { get; init; }

    /// <summary>The provider's name: pay_protocol, usdt_gateway or mpay.</summary>
    public required string Provider { get; init; }

    public required OrderStatus Status { get; init; }

    /// <summary>When it got its current status; null for an order in its first status, or that got it before this was recorded.</summary>
    public DateTimeOffset? StatusSince { get; init; }

    /// <summary>All current reasons for review; <see cref="ReviewReason"/> is the one to show.</summary>
    public ReviewReason Reasons { get; init; }

    /// <summary>The reasons that an operator has resolved; only others bring the order into review again.</summary>
    public ReviewReason ResolvedReasons { get; init; }

    /// <summary>The reasons for review that nobody has resolved.</summary>
    public ReviewReason OpenReasons => Reasons & ~ResolvedReasons;

    /// <summary>The reason to show, or null when the order is not in review.</summary>
    public ReviewReason? ReviewReason => Status != OrderStatus.NeedsReview ? null : Highest(OpenReasons);

    /// <summary>What the merchant asked for; null for an order that the provider's first notice created.</summary>
    public OrderRequest? Request { get; init; }

    public string? CustomerId { get; init; }

    /// <summary>What was received or paid, in units of <see cref="Currency"/>; null until a provider has said it.</summary>
    public decimal? Amount { get; init; }

    /// <summary>What was received for certain while the provider waited for the rest; null when nothing was.</summary>
    public decimal? ReceivedInPart { get; init; }

    public string? Currency { get; init; }

    public string? Network { get; init; }

    public string? Address { get; init; }

    public string? FromAddress { get; init; }

    public string? TransactionId { get; init; }

    public string? ProviderOrderId { get; init; }

    /// <summary>The provider's page where the payer pays.</summary>
    public string? PaymentUrl { get; init; }

    /// <summary>Our own page for the payer; null where pages are off, or for an order that the provider's first notice created.</summary>
    public string? PageUrl { get; init; }

    /// <summary>Which request is getting the payment page; null when none is.</summary>
    public PaymentPageLease? PaymentPageLease { get; init; }

    /// <summary>When the time to pay is over; null for an order without one.</summary>
    public DateTimeOffset? PayBy { get; init; }

    /// <summary>Whether the payment arrived after the time to pay, without having been seen before.</summary>
    public bool Late { get; init; }

    /// <summary>Whether money was seen, if only on its way, before the time to pay was over.</summary>
    public bool SeenInTime { get; init; }

    /// <summary>Whether the time to pay has run out, whatever happened afterwards.</summary>
    public bool TimeIsOver { get; init; }

    public Failure? Failure { get; init; }

    /// <summary>What final notices have said; null before the first.</summary>
    public FinalOutcome? FinalOutcome { get; init; }

    /// <summary>The final statuses that signed callbacks claimed without a query confirming them; null if there were none.</summary>
    public FinalOutcome? Claimed { get; init; }

    /// <summary>The transfers to its own address that are done, in its currency; null before the first.</summary>
    public IReadOnlyList<Transfer>? Transfers { get; init; }

    /// <summary>The next action and its time; null if there is none.</summary>
    public ScheduledAction? NextAction { get; init; }

    /// <summary>Withdrawals: when it was first sent, which is the day whose limit it counts for; null before.</summary>
    public DateTimeOffset? FirstSentAt { get; init; }

    /// <summary>Withdrawals: the latest attempt to send it; null before the first.</summary>
    public SubmissionAttempt? SubmissionAttempt { get; init; }

    /// <summary>
    /// Withdrawals: whether the provider has shown that it has the order, by accepting it or in any verified notice. Never reset: nobody sends such
    /// an order again.
    /// </summary>
    public bool KnownToProvider { get; init; }

    /// <summary>Withdrawals: the owner of the key that asked for it.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>Withdrawals that need approval: the decision; null until there is one.</summary>
    public Decision? Decision { get; init; }

    /// <summary>Deposits that an operator entered by hand: the entry; null for every other order.</summary>
    public DepositEntry? Entry { get; init; }

    /// <summary>How operators resolved its reviews, oldest first; null when none was.</summary>
    public IReadOnlyList<Resolution>? Resolutions { get; init; }

    /// <summary>How operators reopened it, oldest first; null when none did.</summary>
    public IReadOnlyList<Reopening>? Reopenings { get; init; }

    /// <summary>A decision on its review that waits, or waited, for a second operator; null if there was none since the last decision.</summary>
    public Proposal? Proposal { get; init; }

    /// <summary>The status that an operator gave it; stays unless something new puts it into review again.</summary>
    public OrderStatus? Resolved { get; init; }

    /// <summary>The number of the order's last event; 0 before the first.</summary>
    public int Version { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>
    /// Whether both agree on the order's status and money. A list may lag behind in less important values, such as the provider's id, and in what it
    /// never shows, such as the next action: writing it for each of these would cost more than it is worth.
    /// </summary>
    public bool SaysTheSameAs(Order other) => Said(this) == Said(other);

    private static (OrderStatus, ReviewReason?, int, decimal?, string?, string?, string?, Failure?, bool) Said(Order order) =>
        (
            order.Status,
            order.ReviewReason,
            order.Version,
            order.Amount,
            order.Currency,
            order.TransactionId,
            order.PaymentUrl,
            order.Failure,
            order.Late
        );

    // The enum's values are single bits, so the highest set bit is the most important reason; a weak one shows only if there is no other. That an
    // operator reopened or entered the order matters less than what a provider has said since.
    private static ReviewReason? Highest(ReviewReason reasons) =>
        reasons switch
        {
            Orders.ReviewReason.None => null,
            _ when (reasons & ~OrderMachine.Weak & ~Operators) is var strong and not Orders.ReviewReason.None => Top(strong),
            _ when (reasons & Operators) is var operators and not Orders.ReviewReason.None => Top(operators),
            _ => Top(reasons),
        };

    private static ReviewReason Top(ReviewReason reasons) => (ReviewReason)(1 << (31 - int.LeadingZeroCount((int)reasons)));
}

/// <summary>A person's decision about a withdrawal that needed approval. Written once, never changed.</summary>
/// <param name="Approved">Yes or no.</param>
/// <param name="By">The owner of the key that said it.</param>
/// <param name="At">When.</param>
public sealed record Decision(bool Approved, string By, DateTimeOffset At);

/// <summary>An operator's entry of a deposit that no provider has reported. Kept with the order forever.</summary>
/// <param name="By">Who decided.</param>
/// <param name="Evidence">What it rests on, in the operator's words; not told to the merchant.</param>
/// <param name="At">When.</param>
/// <param name="Amount">How much came, as it was entered.</param>
/// <param name="Fingerprint">A hash over what was entered, so that the same transaction with other content is detected.</param>
public sealed record DepositEntry(string By, string Evidence, DateTimeOffset At, decimal Amount, string Fingerprint);

/// <summary>What final notices have said so far. Each value is the first that was said; a different one is a contradiction.</summary>
public sealed record FinalOutcome
{
    public required NoticeStatus Status { get; init; }

    public decimal? Amount { get; init; }

    public string? TransactionId { get; init; }

    /// <summary>Whether they have contradicted each other.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Disputed { get; init; }

    /// <summary>The outcome with one more statement added.</summary>
    public static FinalOutcome With(Order order, FinalOutcome? known, NoticeStatus status, decimal? amount, string? transactionId)
    {
        var said = new FinalOutcome
        {
            Status = status,
            Amount = status == NoticeStatus.Completed ? amount : null,
            TransactionId = transactionId,
        };
        return known is null
            ? said
            : known with
            {
                Amount = known.Amount ?? said.Amount,
                TransactionId = known.TransactionId ?? said.TransactionId,
                Disputed = known.Disputed || !known.Agrees(order, said),
            };
    }

    /// <summary>
    /// Whether both agree about an order, where both say something. A requested deposit may be paid by several transfers, and more may be sent after
    /// it was paid: then the amount counts, by the order's rule, and not which transfer was named.
    /// </summary>
    public bool Agrees(Order order, FinalOutcome other) =>
        Status == other.Status
        && (Amount is not { } amount || other.Amount is not { } otherAmount || AreOne(order.Request, amount, otherAmount))
        && (
            order is { Kind: OrderKind.Deposit, Request: not null }
            || TransactionId is not { } id
            || other.TransactionId is not { } otherId
            || TransactionHash.Canonical(id) == TransactionHash.Canonical(otherId)
        );

    private static bool AreOne(OrderRequest? request, decimal amount, decimal other) =>
        request is null ? amount == other : request.Rule.AreOne(amount, other, request.Amount);
}

/// <summary>Which way the money goes.</summary>
public enum OrderKind
{
    /// <summary>Money in.</summary>
    Deposit,

    /// <summary>Money out.</summary>
    Withdrawal,
}

/// <summary>Which request may ask the provider for the order's payment page.</summary>
/// <param name="Id">Names that request.</param>
/// <param name="Until">When another request may take over, because this one must have died.</param>
public sealed record PaymentPageLease(string Id, DateTimeOffset Until);
