using System.Security.Cryptography;
using System.Text;

namespace PaymentHub.Reconciliation;

/// <summary>
/// One pass over a provider's list for a range of time, and how far it has come. Pure.
/// <para>
/// Lists move while they are read. The range's end lies in the past, so hardly anything joins it, and what joins it at either end
/// pushes the rest towards later pages: an order is then met twice and never passed over. What joins a page that was read already,
/// or is moved there, shows in two ways: the last order of a page is met again on the next one, or the first page is no longer what
/// it was. So after the last of several pages the first is read once more, and when something has moved, everything is.
/// </para>
/// <para>
/// Not every provider ends a list with an empty page: one may show its last page for every later one. A page that is the one before it
/// again, line by line, is either that, or the list has moved by just one page. The page after it tells: when it is the same once more,
/// the list has ended.
/// </para>
/// </summary>
/// <param name="RunId">Names this pass for what it does to orders.</param>
/// <param name="From">Where the range begins; inclusive.</param>
/// <param name="To">Where it ends; inclusive.</param>
public sealed record ListScan(string RunId, DateTimeOffset From, DateTimeOffset To)
{
    // A list that moves every time is left to the next reconciliation's overlap.
    private const int MaxPasses = 5;

    /// <summary>The page to read next, from 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>How often the range has been read, this time included.</summary>
    public int Pass { get; init; } = 1;

    /// <summary>Whether the next page is the first again, to see whether it has changed.</summary>
    public bool Checking { get; init; }

    /// <summary>What stood on the first page, hashed.</summary>
    public string? FirstPage { get; init; }

    /// <summary>The last order of the page before.</summary>
    public string? Last { get; init; }

    /// <summary>What stood on the page before, hashed.</summary>
    public string? PageBefore { get; init; }

    /// <summary>Whether that page was the one before it again.</summary>
    public bool Repeated { get; init; }

    /// <summary>How often in a row its next page could not be read.</summary>
    public int Tries { get; init; }

    /// <summary>Whether the list was seen to move in this pass.</summary>
    public bool Moved { get; init; }

    /// <summary>Names the next page: the same when it is read again after an interruption, and no other page's.</summary>
    public string Step => FormattableString.Invariant($"{RunId}/{Pass}/{(Checking ? "check" : Page)}");

    /// <summary>The window after a page; null when that was all.</summary>
    /// <param name="keys">The orders on the page, in its order; those that could not be read too.</param>
    /// <param name="hasMore">Whether the provider says that another page follows.</param>
    public ListScan? After(IReadOnlyList<string> keys, bool hasMore)
    {
        var more = hasMore && keys.Count > 0;
        var hash = Hash(keys);
        if (Checking)
        {
            var stood = !Moved && hash == FirstPage;
            // The first page of the next pass is the one that was just read.
            return stood || Pass == MaxPasses || !more
                ? null
                : this with
                {
                    Pass = Pass + 1,
                    Page = 2,
                    Checking = false,
                    FirstPage = hash,
                    PageBefore = hash,
                    Last = keys[^1],
                    Moved = false,
                };
        }

        if (more && hash == PageBefore)
            return Repeated ? Check(Moved) : this with { Page = Page + 1, Repeated = true };
        var moved = Moved || Repeated || (Last is not null && keys.Contains(Last));
        if (more)
        {
            return this with
            {
                Page = Page + 1,
                FirstPage = Page == 1 ? hash : FirstPage,
                PageBefore = hash,
                Repeated = false,
                Last = keys[^1],
                Moved = moved,
            };
        }

        return Page == 1 ? null : Check(moved);
    }

    private ListScan Check(bool moved) => this with { Page = 1, Checking = true, Last = null, PageBefore = null, Repeated = false, Moved = moved };

    private static string Hash(IReadOnlyList<string> keys) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', keys))).AsSpan(0, 16));
}
