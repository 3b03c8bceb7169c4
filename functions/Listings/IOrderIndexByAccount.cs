using PaymentHub.Merchants;

namespace PaymentHub.Listings;

/// <summary>Finds an account's orders by the time they were created.</summary>
public interface IOrderIndexByAccount
{
    /// <summary>So many of the orders' ids, and where to go on; no cursor when there are no more.</summary>
    /// <exception cref="FormatException">The cursor is none of ours.</exception>
    Task<(IReadOnlyList<string> Ids, string? Cursor)> ListAsync(
        Account account, DateTimeOffset from, DateTimeOffset before, string? cursor, int max, CancellationToken cancellationToken);
}
