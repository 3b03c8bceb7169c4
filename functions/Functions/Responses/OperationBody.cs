using System.Text;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using PaymentHub.Operations;
using PaymentHub.Orders;
using PaymentHub.Webhooks;

namespace PaymentHub.Functions.Responses;

/// <summary>What operators see, as it is on the wire. Never the callback URL: its last part is a secret.</summary>
internal static class OperationBody
{
    /// <summary>A callback without what came, for an answer to what was done with it.</summary>
    public static CallbackBody Brief(QuarantinedCallback item) => new(item.Id, item.Account, item.Verdict, item.Detail, item.ReceivedAt, item.Bytes);

    public static CallbackBody Quarantined(QuarantinedCallback item) =>
        item.Received is not { Callback: var callback }
            ? Brief(item)
            : Brief(item) with
            {
                ContentType = callback.ContentType,
                Query = callback.Query,
                Headers = item.ShownHeaders(),
                Body = callback.Body.ToArray(),
                BodyText = Utf8.IsValid(callback.Body.Span) ? Encoding.UTF8.GetString(callback.Body.Span) : null,
                TakenOut = item.TakenOut is { Count: > 0 } taken
                    ? [.. taken.Select(one => new TakenOutBody(one.How.ToLowerInvariant(), one.By, one.At, one.Note))]
                    : null,
            };

    public static GroupsBody Groups(QuarantineOverview overview) =>
        new(
            [.. overview.Groups.Select(group => new GroupBody(group.Account, group.Verdict, group.Hour, group.Callbacks, group.Bytes))],
            overview.Complete
        );

    public static DiscardedBody Discarded(BulkDiscard step) => new(step.Discarded, step.More);

    public static DeadLetterBody DeadLetter(DeadLetter item) => new(item.Key, item.OrderId, item.What, item.DueAt, item.DeadLetteredAt);

    /// <param name="now">When it is looked at: what awaits a second operator is void after a while.</param>
    public static ReviewBody Review(Order order, DateTimeOffset now) =>
        new(
            order.MerchantId,
            Reasons(order),
            ReviewMachine.CanBeResubmitted(order),
            Proposal.Open(order, now) is { } proposal ? Awaited(proposal) : null,
            order
        );

    /// <summary>Why an order is, or was, in review: a word each.</summary>
    public static IReadOnlyList<string> Reasons(Order order) =>
        [.. Enum.GetValues<ReviewReason>().Where(reason => reason != ReviewReason.None && order.Reasons.HasFlag(reason)).Select(SnakeCaseEnum.Of)];

    /// <summary>A decision that awaits a second operator.</summary>
    public static AwaitedBody Awaited(Proposal proposal) =>
        new(
            null,
            null,
            SnakeCaseEnum.Of(proposal.Outcome),
            proposal.Amount,
            proposal.Version,
            proposal.By,
            proposal.Note,
            proposal.At,
            proposal.ExpiresAt
        );

    /// <summary>An order of any merchant's, in a list.</summary>
    public static FoundBody Found(Order order) => new(order.MerchantId, order);

    public static OpenOrderBody Open(Order order) =>
        new(order.MerchantId, SnakeCaseEnum.Of(order.NextAction!.What), order.NextAction.DueAt, order.StatusSince, order);

    public static FailedBody Failed(FailedWebhook item) => new(item.EventId, item.OrderId, item.Merchant, item.Endpoint, item.FailedAt, item.Result);

    public static ListBody.EndpointBody Endpoint(EndpointView item) => ListBody.Endpoint(item, item.MerchantId);

    /// <summary>A page of accounts' health.</summary>
    public static AccountHealthList Health(AccountHealthPage page) =>
        new(
            [
                .. page.Page.Items.Select(item => new AccountHealthBody(
                    item.Account,
                    item.Merchant,
                    item.Provider.Length > 0 ? item.Provider : null,
                    item.IsBroken ? "broken" : "working",
                    item.IsBroken ? item.Mistakes : null,
                    item.LastCallbackAt,
                    item.LastReconciledAt,
                    item.OpenOrders,
                    item.OpenOrdersComplete
                )),
            ],
            page.Page.Next,
            [.. page.Broken.Select(merchant => new BrokenMerchantBody(merchant.Id, merchant.IsOut, merchant.AllMistakes))]
        );

    public static QueueBody Queue(QueueDepth item) => new(item.Queue, item.Messages, item.OldestAt);

    internal sealed record CallbackBody(
        string Id,
        string Account,
        string Verdict,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Detail,
        DateTimeOffset ReceivedAt,
        int Bytes
    )
    {
        public string? ContentType { get; init; }

        public string? Query { get; init; }

        public IReadOnlyDictionary<string, string>? Headers { get; init; }

        /// <summary>In base64.</summary>
        public byte[]? Body { get; init; }

        /// <summary>The same as text, where it is UTF-8.</summary>
        public string? BodyText { get; init; }

        /// <summary>Who took it out of quarantine, oldest first.</summary>
        public IReadOnlyList<TakenOutBody>? TakenOut { get; init; }
    }

    internal sealed record TakenOutBody(string How, string By, DateTimeOffset At, string? Note);

    internal sealed record GroupsBody(IReadOnlyList<GroupBody> Data, bool Complete);

    internal sealed record GroupBody(string Account, string Verdict, DateTimeOffset Hour, int Callbacks, long Bytes);

    internal sealed record DiscardedBody(int Discarded, bool More);

    internal sealed record DeadLetterBody(string Key, string Order, string What, DateTimeOffset DueAt, DateTimeOffset? DeadLetteredAt);

    internal sealed record ReviewBody(
        string Merchant,
        IReadOnlyList<string> Reasons,
        bool Resubmittable,
        AwaitedBody? AwaitingSecondOperator,
        Order Order
    );

    internal sealed record AwaitedBody(
        string? Status,
        string? Order,
        string Outcome,
        decimal? Amount,
        int Version,
        string RequestedBy,
        string Note,
        DateTimeOffset RequestedAt,
        DateTimeOffset ExpiresAt
    );

    internal sealed record FoundBody(string Merchant, Order Order);

    internal sealed record OpenOrderBody(string Merchant, string WaitsFor, DateTimeOffset DueAt, DateTimeOffset? StatusSince, Order Order);

    internal sealed record FailedBody(string Event, string Order, string Merchant, string Endpoint, DateTimeOffset FailedAt, string Result);

    internal sealed record AccountHealthList(
        IReadOnlyList<AccountHealthBody> Data,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? NextCursor,
        IReadOnlyList<BrokenMerchantBody> BrokenMerchants
    );

    internal sealed record AccountHealthBody(
        string Account,
        string Merchant,
        string? Provider,
        string Status,
        IReadOnlyList<string>? Mistakes,
        DateTimeOffset? LastCallbackAt,
        DateTimeOffset? LastReconciledAt,
        int OpenOrders,
        bool OpenOrdersComplete
    );

    internal sealed record BrokenMerchantBody(string Merchant, bool IsOut, IReadOnlyList<string> Mistakes);

    internal sealed record QueueBody(string Queue, int Messages, DateTimeOffset? OldestAt);
}
