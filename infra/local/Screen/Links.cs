namespace PaymentHub.Local.Screen;

/// <summary>Where to look and what to try, while everything runs.</summary>
internal static class Links
{
    /// <param name="storage">The ports of the emulator.</param>
    /// <param name="order">An order to ask for; null when the demo made none.</param>
    public static IEnumerable<string> Of(Places places, AzuriteOptions storage, string apiKey, string log, string? order) =>
    [
        $"Sandbox    {places.Sandbox}/sandbox",
        $"           be the payer, cause faults, see callbacks and webhooks ({places.Sandbox}/merchant/webhooks)",
        $"API        {places.Hub}/v1",
        $"Health     {places.Hub}/health/ready",
        $"Storage    Azurite in memory, on 127.0.0.1: blobs {storage.BlobPort}, queues {storage.QueuePort}, tables {storage.TablePort}",
        $"Log        {log}",
        $"API key    {apiKey}",
        "",
        "Try:",
        order is null
            ? $"  curl -H 'Authorization: Bearer {apiKey}' '{places.Hub}/v1/deposit-addresses?account=demo_pay&customer_id=customer-1'"
            : $"  curl -H 'Authorization: Bearer {apiKey}' {places.Hub}/v1/deposits/{order}",
        "",
        "Press Ctrl+C to stop.",
    ];
}
