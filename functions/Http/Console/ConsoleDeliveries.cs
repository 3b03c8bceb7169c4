using PaymentHub.Listings;
using PaymentHub.Orders;

namespace PaymentHub.Http.Console;

/// <summary>What became of one of an order's events at one endpoint.</summary>
/// <param name="State">In a word, and <paramref name="Tone"/> the colour of it.</param>
/// <param name="More">When it goes on, or what is in the way.</param>
/// <param name="Attempts">The attempts that are kept, oldest first.</param>
public sealed record ConsoleDelivery(
    string EventId,
    string Type,
    string Endpoint,
    string State,
    string Tone,
    string More,
    IReadOnlyList<TimelineEntry.Attempted> Attempts
)
{
    /// <summary>An order's deliveries, by event and endpoint.</summary>
    public static IReadOnlyList<ConsoleDelivery> Of(Timeline timeline) =>
        [
            .. from published in timeline.Entries.OfType<TimelineEntry.Published>()
            where StoredEvent.ParseId(published.EventId) is not null
            from delivery in timeline.Deliveries
            let line = Of(timeline, published, delivery)
            where line is not null
            select line,
        ];

    private static ConsoleDelivery? Of(Timeline timeline, TimelineEntry.Published published, Delivery delivery)
    {
        var version = StoredEvent.ParseId(published.EventId)!.Value.Version;
        var attempts = timeline
            .Entries.OfType<TimelineEntry.Attempted>()
            .Where(one => (one.Endpoint, one.EventId) == (delivery.Endpoint, published.EventId))
            .ToList();
        var (state, tone, more) = delivery switch
        {
            _ when delivery.Find(version) is { } owed => delivery switch
            {
                { IsDeadLetter: true } => ("dead letter", "bad", "kept failing here, not at the endpoint"),
                { Suspended: { } why } => ("suspended", "warn", $"{SnakeCaseEnum.Of(why)} since {ConsoleWords.Time(delivery.SuspendedSince)}"),
                _ => ("owed", "busy", $"next at {ConsoleWords.Time(owed.DueAt)}"),
            },
            _ when delivery.Failed.Contains(version) => ("given up", "bad", ""),
            _ when attempts.Count > 0 => ("delivered", "good", ""),
            _ => ("", "", ""),
        };
        return state.Length == 0 ? null : new(published.EventId, published.Type, delivery.Endpoint, state, tone, more, attempts);
    }
}
