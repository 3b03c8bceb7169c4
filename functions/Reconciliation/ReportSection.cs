using PaymentHub.Orders;

namespace PaymentHub.Reconciliation;

/// <summary>What comparing an account's deposits, or its withdrawals, came to.</summary>
public sealed class ReportSection(OrderKind kind, bool hasList)
{
    internal const string TooManyOrders = "too_many_orders";
    internal const string TooManyPages = "too_many_pages";
    internal const string UnreadableLines = "unreadable_lines";

    /// <summary>How many differences are told one by one; beyond it they are only counted.</summary>
    public const int MaxTold = 1_000;

    private readonly List<Difference> _differences = [];

    public OrderKind Kind => kind;

    /// <summary>Our side: the orders that were compared, or all of ours where there is nothing to compare them with.</summary>
    public ReportSide Here { get; } = new();

    /// <summary>The provider's side; null when it has no list.</summary>
    public ReportSide? There { get; } = hasList ? new() : null;

    /// <summary>Orders of ours in that time that the provider's list does not show by its
    /// nature: payment pages, withdrawals that were never sent.</summary>
    public int NotListedThere { get; internal set; }

    /// <summary>Lines of the provider's list that could not be read: their orders are not among those of <see cref="There"/>.</summary>
    public int UnreadThere { get; private set; }

    /// <summary>Whether everything on both sides was compared.</summary>
    public bool Complete => Reason is null;

    /// <summary>Why not, as a stable word.</summary>
    public string? Reason { get; private set; }

    /// <summary>What differs, at most <see cref="MaxTold"/> of them.</summary>
    public IReadOnlyList<Difference> Differences => _differences;

    /// <summary>How many differences there are.</summary>
    public int DifferenceCount { get; private set; }

    internal void Add(Difference difference)
    {
        DifferenceCount++;
        if (_differences.Count < MaxTold)
            _differences.Add(difference);
    }

    /// <summary>Notes lines that could not be read: what they say of our orders is not known.</summary>
    internal void AddUnread(int lines)
    {
        UnreadThere += lines;
        if (lines > 0)
            CutShort(UnreadableLines);
    }

    /// <summary>Notes that not everything was compared; the first reason stays.</summary>
    internal void CutShort(string reason) => Reason ??= reason;
}

/// <summary>One difference between our orders and the provider's.</summary>
/// <param name="Kind">In what.</param>
/// <param name="OrderId">Our id of it, once there is one.</param>
/// <param name="ProviderOrderId">The provider's id of it.</param>
/// <param name="Here">What we have; null when it is missing here.</param>
/// <param name="There">What the provider has; null when it is missing there.</param>
public sealed record Difference(DifferenceKind Kind, string? OrderId, string? ProviderOrderId, ReportLine? Here, ReportLine? There);

/// <summary>In what an order differs between us and its provider.</summary>
public enum DifferenceKind
{
    /// <summary>The provider lists it and we have no such order.</summary>
    MissingHere,

    /// <summary>We have it and the provider, asked, knows of no such order.</summary>
    MissingThere,

    /// <summary>The amounts differ.</summary>
    Amount,

    /// <summary>The currencies differ.</summary>
    Currency,

    /// <summary>The states differ.</summary>
    Status,
}

/// <summary>An order as one side has it.</summary>
/// <param name="Status">Its state, in that side's words.</param>
/// <param name="Amount">Its amount, in units of <paramref name="Currency"/>.</param>
/// <param name="Currency">The currency's symbol.</param>
public sealed record ReportLine(string Status, decimal? Amount, string? Currency)
{
    /// <summary>An order of ours; what was asked for stands in until the provider has said an amount.</summary>
    internal static ReportLine Of(Order order) => new(SnakeCaseEnum.Of(order.Status), order.Amount ?? order.Request?.Amount, order.Currency);

    /// <summary>The same with the provider's spelling of its currency, so that both sides have one sum for it.</summary>
    internal ReportLine SpelledAs(string? theirs) =>
        theirs is not null && theirs.Equals(Currency, StringComparison.OrdinalIgnoreCase) ? this with { Currency = theirs } : this;

    /// <summary>A line of the provider's list.</summary>
    internal static ReportLine Of(Notice notice) => new(SnakeCaseEnum.Of(notice.Status), notice.Amount, notice.Currency);
}

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
