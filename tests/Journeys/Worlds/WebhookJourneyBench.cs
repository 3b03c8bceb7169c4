using System.Text.Json.Nodes;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys.Worlds;

/// <summary>What webhooks' journeys ask for.</summary>
public abstract class WebhookJourneyBench
{
    private protected static async Task<(int Status, JsonNode Body)> RedeliverAsync(Hub hub, object body)
    {
        var (status, answer) = await hub.PostAsync(hub.Alpha, "/ops/webhooks/redeliver", body);
        return (status, answer!);
    }
}
