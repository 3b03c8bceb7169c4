namespace PaymentHub.Merchants;

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
