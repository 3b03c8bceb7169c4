using System.Globalization;
using PaymentHub.Listings;
using PaymentHub.Merchants;
using PaymentHub.Money;
using PaymentHub.Orders;

namespace PaymentHub.Http.Console;

/// <summary>Values as operators read them.</summary>
internal static class ConsoleWords
{
    public static string Time(DateTimeOffset? time) =>
        time is { } at ? at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : "never";

    /// <summary>How many there are, or at least are.</summary>
    public static string Count(int count, bool more) => count.ToString("N0", CultureInfo.InvariantCulture) + (more ? "+" : "");

    public static string Span(TimeSpan span) =>
        span >= TimeSpan.FromDays(2) ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0.#} days")
        : span >= TimeSpan.FromHours(2) ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0.#} hours")
        : string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0.#} minutes");

    /// <summary>What was wrong: field by field where it was fields.</summary>
    public static string Text(Problem problem) =>
        problem.Errors.Count == 0 ? problem.Detail : string.Join(' ', problem.Errors.Select(error => $"{error.Field}: {error.Message}"));

    public static string Amount(Order order) =>
        $"{Amounts.Format(order.Amount ?? order.Request?.Amount ?? 0)} {order.Currency ?? order.Request?.Currency}";

    /// <summary>What an order is, without what is personal in it.</summary>
    public static IEnumerable<(string Name, string Value)> Facts(Order order) =>
        new (string Name, string? Value)[]
        {
            ("Merchant", order.MerchantId),
            ("Account", $"{order.AccountId} ({order.Provider})"),
            ("Customer", order.CustomerId),
            ("Reference", order.Request?.Reference),
            ("Amount", order.Amount is { } amount ? $"{Amounts.Format(amount)} {order.Currency}" : null),
            ("Requested", order.Request is { } request ? $"{Amounts.Format(request.Amount)} {request.Currency}" : null),
            ("Network", order.Network),
            ("Address", order.Address),
            ("From", order.FromAddress),
            ("Transaction", order.TransactionId),
            ("Provider's id", order.ProviderOrderId),
            ("Failure", order.Failure is { } failure ? $"{failure.Code} {failure.Message}" : null),
            ("Requested by", order.CreatedBy),
            ("Version", order.Version.ToString(CultureInfo.InvariantCulture)),
            ("Created", Time(order.CreatedAt)),
            ("Changed", Time(order.UpdatedAt)),
            (
                "Next",
                order.NextAction is { } next
                    ? $"{SnakeCaseEnum.Of(next.What)} at {Time(next.DueAt)}{(next.IsDeadLetter ? ", dead letter" : "")}"
                    : null
            ),
        }
            .Where(fact => !string.IsNullOrEmpty(fact.Value))
            .Select(fact => (fact.Name, fact.Value!));

    /// <summary>What happened, and what is to be known about it.</summary>
    public static (string What, string More) Said(TimelineEntry entry) =>
        entry switch
        {
            TimelineEntry.Created created => (
                "created",
                created.Request is not null ? "by the merchant"
                : created.ByOperator ? "by an operator's hand"
                : "by the provider's first notice"
            ),
            TimelineEntry.Done done => (
                done.What == "page" ? "the provider made its payment page" : done.What.Replace('_', ' '),
                done.Operator is { } by ? $"by {by}" : ""
            ),
            TimelineEntry.Noticed { Change: var change } noticed => (
                $"the provider reported {(change.Said is { } said ? SnakeCaseEnum.Of(said) : "something")}",
                string.Join(
                    ", ",
                    new[]
                    {
                        $"by {noticed.Source}",
                        noticed.SourceId,
                        change.Confirmed ? "confirmed" : null,
                        change.Amount is { } amount ? $"{Amounts.Format(amount)} {change.Currency}" : null,
                        change.TransactionId,
                    }.Where(part => !string.IsNullOrEmpty(part))
                )
            ),
            TimelineEntry.Changed changed => (
                $"{SnakeCaseEnum.Of(changed.From)} → {SnakeCaseEnum.Of(changed.To)}",
                changed.Reason is { } reason ? SnakeCaseEnum.Of(reason) : ""
            ),
            TimelineEntry.Published published => (published.Type, published.EventId),
            TimelineEntry.Attempted attempt => (
                $"webhook to {attempt.Endpoint}: {Answer(attempt)}",
                string.Create(CultureInfo.InvariantCulture, $"{attempt.EventId}, attempt {attempt.Number}, {attempt.Milliseconds:0} ms")
            ),
            _ => ("something", ""),
        };

    /// <summary>What an operator did that only the timeline tells.</summary>
    public static string Deed(TimelineEntry.Done done) =>
        done.What switch
        {
            "refresh" => "asked the provider",
            "notify" => "requested its callback again",
            "redeliver" => "redelivered to",
            "revive" => "revived",
            "withdraw_proposal" => "took back or refused a decision",
            _ => done.What,
        };

    /// <summary>What an endpoint answered, or why it did not.</summary>
    public static string Answer(TimelineEntry.Attempted attempt) =>
        attempt.Status is { } status ? status.ToString(CultureInfo.InvariantCulture) : attempt.Error ?? "no answer";

    /// <summary>The colour of what happened.</summary>
    public static string Tone(TimelineEntry entry) =>
        entry switch
        {
            TimelineEntry.Changed changed => ConsoleState.Tone(changed.To),
            TimelineEntry.Attempted { Status: >= 200 and < 300 } => "good",
            TimelineEntry.Attempted => "bad",
            _ => "",
        };
}
