namespace PaymentHub.Local.Settings;

/// <summary>The names in local.settings.example.json.</summary>
internal static class DemoAccounts
{
    /// <summary>The merchant, and the demo merchant's endpoint in the sandbox.</summary>
    public const string Merchant = "demo";

    /// <summary>Who looks after the hub.</summary>
    public const string Operator = "demo_operator";

    public const string Pay = "demo_pay";
    public const string Usdt = "demo_usdt";
    public const string MPay = "demo_mpay";
}
