namespace PaymentHub.Merchants;

/// <summary>How the hub finds out by itself what callbacks missed, and looks after its own rows.</summary>
public sealed record ReconciliationSettings
{
    /// <summary>How long after a reconciliation of an account's list the next one begins;
    /// also the first wait when its provider cannot be reached.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How far a reconciliation reaches back, every <see cref="OverlapEvery"/>, behind the last one
    /// that did so: orders that the provider shows late, or that changed since.</summary>
    public TimeSpan Overlap { get; init; } = TimeSpan.FromHours(6);

    /// <summary>How often it reaches back that far.</summary>
    public TimeSpan OverlapEvery { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How far every other reconciliation reaches back behind what the last one has seen; at most as far as the long one.</summary>
    public TimeSpan ShortOverlap { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How far an account's very first reconciliation reaches back. What is older may
    /// have been settled before the hub was there; a back-fill takes it on.</summary>
    public TimeSpan FirstReach { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The longest range of time that is read in one go; after a long outage the reconciliation catches up in pieces of it.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long a run has a reconciliation to itself without a sign of life: longer than one page takes.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How many pages one run reads of a list at most; the next run goes on from there.</summary>
    public int MaxPages { get; init; } = 20;

    /// <summary>The longest range, in days, of a back-fill or a report.</summary>
    public int MaxDays { get; init; } = 31;

    /// <summary>How many orders a report compares at most, of each kind and on each side.</summary>
    public int MaxEntries { get; init; } = 20_000;

    /// <summary>How many orders one integrity check looks at.</summary>
    public int IntegrityMaxOrders { get; init; } = 2_000;

    /// <summary>How old an unprocessed callback, or how late an outbox entry, has to be before the integrity check reports it.</summary>
    public TimeSpan IntegrityPatience { get; init; } = TimeSpan.FromHours(1);
}

/// <summary>Reads the sections <c>Reconciliation</c> and <c>Integrity</c>.</summary>
internal static class ReconciliationReader
{
    public static ReconciliationSettings Read(SettingsReader root)
    {
        var otherwise = new ReconciliationSettings();
        var (shortest, day) = (TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(1));
        var reconciliation = root.Only("Reconciliation");
        var integrity = root.Only("Integrity");
        var settings = new ReconciliationSettings
        {
            Every = reconciliation.Span("Every", otherwise.Every, shortest, day),
            Overlap = reconciliation.Span("Overlap", otherwise.Overlap, TimeSpan.FromSeconds(1), 7 * day),
            OverlapEvery = reconciliation.Span("OverlapEvery", otherwise.OverlapEvery, shortest, day),
            ShortOverlap = reconciliation.Span("ShortOverlap", otherwise.ShortOverlap, TimeSpan.FromSeconds(1), day),
            FirstReach = reconciliation.Span("FirstReach", otherwise.FirstReach, TimeSpan.Zero, 31 * day),
            Window = reconciliation.Span("Window", otherwise.Window, TimeSpan.FromMinutes(1), 31 * day),
            Lease = reconciliation.Span("Lease", otherwise.Lease, shortest, day),
            MaxPages = reconciliation.Number("MaxPages", otherwise.MaxPages, 1, 1_000),
            MaxDays = reconciliation.Number("MaxDays", otherwise.MaxDays, 1, 366),
            MaxEntries = reconciliation.Number("MaxEntries", otherwise.MaxEntries, 1, 1_000_000),
            IntegrityMaxOrders = integrity.Number("MaxOrders", otherwise.IntegrityMaxOrders, 1, 1_000_000),
            IntegrityPatience = integrity.Span("Patience", otherwise.IntegrityPatience, shortest, 7 * day),
        };
        reconciliation.NoOthers();
        integrity.NoOthers();
        return settings;
    }
}
