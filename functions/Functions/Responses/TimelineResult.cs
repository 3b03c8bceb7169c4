using Microsoft.AspNetCore.Http;
using PaymentHub.Http;
using PaymentHub.Listings;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Functions.Responses;

/// <summary>Timelines, as they are on the wire.</summary>
internal static class TimelineResult
{
    public static IResult Of(Result<Timeline> result) =>
        JsonResult.Of(
            result,
            timeline => new Body("timeline", timeline.Order.Id, timeline.Complete, [.. timeline.Entries.Select(entry => Of(entry))])
        );

    /// <summary>An entry with the name of the operator whose doing it was, and why: merchants learn that one did it, and no more.</summary>
    public static Entry OfForOperators(TimelineEntry entry) =>
        entry is TimelineEntry.Done { Operator: { } name } done ? Of(entry) with { By = name, About = done.About, Note = done.Note } : Of(entry);

    private static Entry Of(TimelineEntry entry) =>
        entry.Match(
            new TimelineEntry.Cases<Entry>(
                created =>
                    new(entry.At, "created")
                    {
                        By =
                            created.Request is not null ? "merchant"
                            : created.ByOperator ? "operator"
                            : "provider",
                        Reference = created.Request?.Reference,
                    },
                done =>
                    new(entry.At, "done")
                    {
                        Source = done.What,
                        By = done.Operator is null ? null : "operator",
                        Amount = done.Amount,
                        Currency = done.Currency,
                    },
                noticed =>
                    new(entry.At, "notice")
                    {
                        Source = noticed.Source,
                        SourceId = noticed.SourceId,
                        Said = noticed.Change.Said,
                        Confirmed = noticed.Change.Confirmed,
                        Amount = noticed.Change.Amount,
                        Currency = noticed.Change.Currency,
                        TransactionId = noticed.Change.TransactionId,
                    },
                changed =>
                    new(entry.At, "status")
                    {
                        From = changed.From,
                        To = changed.To,
                        ReviewReason = changed.Reason,
                    },
                published => new(entry.At, "event") { Event = published.EventId, Type = published.Type },
                attempted =>
                    new(entry.At, "attempt")
                    {
                        Event = attempted.EventId,
                        Endpoint = attempted.Endpoint,
                        Number = attempted.Number,
                        HttpStatus = attempted.Status,
                        Error = attempted.Error,
                        Milliseconds = Math.Round(attempted.Milliseconds),
                    }
            )
        );

    private sealed record Body(string Object, string Order, bool Complete, IReadOnlyList<Entry> Data);

    /// <summary>Every member that an entry can have; each kind has its own.</summary>
    internal sealed record Entry(DateTimeOffset At, string What)
    {
        public string? By { get; init; }

        public string? About { get; init; }

        public string? Note { get; init; }

        public string? Reference { get; init; }

        public string? Source { get; init; }

        public string? SourceId { get; init; }

        public NoticeStatus? Said { get; init; }

        public bool? Confirmed { get; init; }

        public decimal? Amount { get; init; }

        public string? Currency { get; init; }

        public string? TransactionId { get; init; }

        public OrderStatus? From { get; init; }

        public OrderStatus? To { get; init; }

        public ReviewReason? ReviewReason { get; init; }

        public string? Event { get; init; }

        public string? Type { get; init; }

        public string? Endpoint { get; init; }

        public int? Number { get; init; }

        public int? HttpStatus { get; init; }

        public string? Error { get; init; }

        public double? Milliseconds { get; init; }
    }
}
