using PaymentHub.Local.Settings;

namespace PaymentHub.Local.Screen;

/// <summary>Where to look and what to try, while everything runs.</summary>
internal static class Links
{
    /// <param name="order">An order to ask for; null when the demo made none.</param>
    public static IEnumerable<string> Of(
        Places places,
        StoragePorts storage,
        DemoCredentials credentials,
        string? dashboard,
        string log,
        string? order
    ) =>
        [
            $"Dashboard       {dashboard ?? "none"}",
            $"Sandbox         {places.Sandbox}/sandbox",
            $"                pay, cause faults, see callbacks and webhooks ({places.Sandbox}/merchant/webhooks)",
            $"Withdrawals     {places.Sandbox}/sandbox/withdrawals",
            "                decide about withdrawals as the provider",
            $"API             {places.Hub}/v1",
            $"Documentation   {places.Hub}/docs",
            $"Console         {places.Hub}/console",
            "                sign in with the operator's key below",
            $"Operating       {places.Hub}/ops/accounts",
            "                with the operator's key; /docs has the other calls under /ops",
            $"Health          {places.Hub}/health/ready",
            $"Storage         Azurite in memory, on 127.0.0.1: blobs {storage.Blob}, queues {storage.Queue}, tables {storage.Table}",
            $"Log             {log}",
            $"API key         {credentials.Key.Text}",
            $"Approver's key  {credentials.ApproverKey.Text}",
            $"Operator's key  {credentials.OperatorKey.Text}",
            $"Webhook secret  {credentials.WebhookSecret}",
            "",
            "Try:",
            order is null
                ? $"  curl -H 'Authorization: Bearer {credentials.Key.Text}' '{places.Hub}/v1/deposit-addresses?account=demo_pay&customer_id=customer-1'"
                : $"  curl -H 'Authorization: Bearer {credentials.Key.Text}' {places.Hub}/v1/deposits/{order}",
            $"  curl -H 'Authorization: Bearer {credentials.OperatorKey.Text}' {places.Hub}/ops/accounts",
            "",
            "Press Ctrl+C to stop.",
        ];
}
