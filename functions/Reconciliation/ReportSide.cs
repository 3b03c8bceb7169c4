namespace PaymentHub.Reconciliation;

/// <summary>One side of a report, added up.</summary>
public sealed class ReportSide
{
    private readonly SortedDictionary<string, int> _byStatus = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ReportTotal> _completed = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How many orders.</summary>
    public int Count { get; private set; }

    /// <summary>How many of each status.</summary>
    public IReadOnlyDictionary<string, int> ByStatus => _byStatus;

    /// <summary>The completed ones by currency, in whatever case it was written; those whose currency is not known under the empty text.</summary>
    public IReadOnlyDictionary<string, ReportTotal> Completed => _completed;

    /// <summary>Adds an order.</summary>
    internal void Add(ReportLine line)
    {
        Count++;
        _byStatus[line.Status] = _byStatus.GetValueOrDefault(line.Status) + 1;
        if (line.Status != "completed")
            return;
        var sum = _completed.GetValueOrDefault(line.Currency ?? "") ?? new ReportTotal(0, 0);
        _completed[line.Currency ?? ""] = new ReportTotal(sum.Count + 1, sum.Total + (line.Amount ?? 0));
    }
}

/// <summary>What was completed in one currency.</summary>
/// <param name="Count">How many orders.</param>
/// <param name="Total">Their amounts together.</param>
public sealed record ReportTotal(int Count, decimal Total);
