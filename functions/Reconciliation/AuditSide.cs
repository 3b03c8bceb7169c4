namespace PaymentHub.Reconciliation;

/// <summary>One side of an audit, added up.</summary>
public sealed class AuditSide
{
    private readonly SortedDictionary<string, int> _byStatus = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, AuditSum> _completed = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How many orders.</summary>
    public int Count { get; private set; }

    /// <summary>How many of each status.</summary>
    public IReadOnlyDictionary<string, int> ByStatus => _byStatus;

    /// <summary>The completed ones by currency, in whatever case it was written; those whose currency is not known under the empty text.</summary>
    public IReadOnlyDictionary<string, AuditSum> Completed => _completed;

    /// <summary>Adds an order.</summary>
    internal void Add(AuditLine line)
    {
        Count++;
        _byStatus[line.Status] = _byStatus.GetValueOrDefault(line.Status) + 1;
        if (line.Status != "completed")
            return;
        var sum = _completed.GetValueOrDefault(line.Currency ?? "") ?? new AuditSum(0, 0);
        _completed[line.Currency ?? ""] = new AuditSum(sum.Count + 1, sum.Total + (line.Amount ?? 0));
    }
}
