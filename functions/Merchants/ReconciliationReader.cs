namespace PaymentHub.Merchants;

/// <summary>Reads the sections <c>Reconciliation</c> and <c>House</c>.</summary>
internal static class ReconciliationReader
{
    public static ReconciliationSettings Read(SettingsReader root)
    {
        var otherwise = new ReconciliationSettings();
        var (shortest, day) = (TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(1));
        var sweeps = root.Only("Reconciliation");
        var house = root.Only("House");
        var settings = new ReconciliationSettings
        {
            Every = sweeps.Span("Every", otherwise.Every, shortest, day),
            Overlap = sweeps.Span("Overlap", otherwise.Overlap, TimeSpan.FromSeconds(1), 7 * day),
            FirstReach = sweeps.Span("FirstReach", otherwise.FirstReach, TimeSpan.Zero, 31 * day),
            Window = sweeps.Span("Window", otherwise.Window, TimeSpan.FromMinutes(1), 31 * day),
            Lease = sweeps.Span("Lease", otherwise.Lease, shortest, day),
            MaxPages = sweeps.Number("MaxPages", otherwise.MaxPages, 1, 1_000),
            MaxDays = sweeps.Number("MaxDays", otherwise.MaxDays, 1, 366),
            MaxEntries = sweeps.Number("MaxEntries", otherwise.MaxEntries, 1, 1_000_000),
            HouseMaxOrders = house.Number("MaxOrders", otherwise.HouseMaxOrders, 1, 1_000_000),
            HousePatience = house.Span("Patience", otherwise.HousePatience, shortest, 7 * day),
        };
        sweeps.NoOthers();
        house.NoOthers();
        return settings;
    }
}
