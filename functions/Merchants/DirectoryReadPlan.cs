using PaymentHub.Storage;

namespace PaymentHub.Merchants;

/// <summary>
/// Which merchants are read together. One range over the rows of many takes one operation instead of one each, but it includes their history, too,
/// and is not a consistent snapshot. So a merchant with a long history is read alone, and so is one that may be changing right now. Pure; the time is
/// given.
/// </summary>
internal static class DirectoryReadPlan
{
    /// <summary>Their rows fill a read's answer, or nearly: it has room for a thousand.</summary>
    private const int MaxMerchants = 100;

    /// <summary>Each version of a merchant is a row that the range passes: so many cost less than the operation they are in place of.</summary>
    private const int LongHistory = 100;

    private const int MaxHistory = 1_000;

    /// <param name="index">Every merchant.</param>
    /// <param name="wanted">Whether one is to be read.</param>
    /// <returns>Those that are wanted, each once; neighbours stand together.</returns>
    public static IReadOnlyList<IReadOnlyList<IndexEntry>> Of(IReadOnlyList<IndexEntry> index, Func<IndexEntry, bool> wanted, DateTimeOffset now)
    {
        var plan = new List<IReadOnlyList<IndexEntry>>();
        var (together, history) = (new List<IndexEntry>(), 0);
        foreach (var entry in index.OrderBy(entry => entry.Id, StringComparer.Ordinal))
        {
            var isWanted = wanted(entry);
            var joins = isWanted && entry.Version <= LongHistory && now - entry.At > DirectoryStore.Announced;
            if (
                together.Count > 0
                && !(joins && together.Count < MaxMerchants && history + entry.Version <= MaxHistory && AreBeside(together[^1].Id, entry.Id))
            )
            {
                plan.Add(together);
                (together, history) = ([], 0);
            }

            if (joins)
            {
                together.Add(entry);
                history += entry.Version;
            }
            else if (isWanted)
            {
                plan.Add([entry]);
            }
        }

        return together.Count > 0 ? [.. plan, together] : plan;
    }

    /// <summary>Whether, in the sequence of their partitions, nothing stands between two merchants
    /// but what belongs to merchants: neither claims nor the index.</summary>
    private static bool AreBeside(string merchant, string next) =>
        !((string[])[Keys.Claims(""), Keys.MerchantIndex, Keys.MasterKey]).Any(other =>
            string.CompareOrdinal(merchant, other) < 0 && string.CompareOrdinal(other, next) < 0
        );
}
