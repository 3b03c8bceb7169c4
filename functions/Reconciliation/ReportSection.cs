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
