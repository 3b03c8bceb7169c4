using System.Globalization;

namespace PaymentHub.Listings;

/// <summary>Which of a merchant's events a list shows.</summary>
/// <param name="Type">For instance deposit.completed.</param>
/// <param name="From">Happened at this time or later.</param>
/// <param name="To">Happened before this time.</param>
public sealed record EventFilter(string? Type, string? AccountId, string? CustomerId, DateTimeOffset? From, DateTimeOffset? To)
{
    /// <summary>The filter as one text, equal for equal filters.</summary>
    public string Text => string.Join('\n', Type, AccountId, CustomerId, Ticks(From), Ticks(To));

    private static string? Ticks(DateTimeOffset? time) => time?.UtcTicks.ToString(CultureInfo.InvariantCulture);
}
