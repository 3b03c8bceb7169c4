using System.Text.Json.Nodes;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys.Worlds;

/// <summary>What operators' journeys ask for.</summary>
public abstract class OperatorBench
{
    private protected static async Task<JsonArray> DataAsync(Hub hub, string path)
    {
        var (status, body) = await hub.GetAsync(hub.Alpha, path);
        Assert.True(status == 200, $"{status}: {body}");
        return body!["data"]!.AsArray();
    }

    private protected static async Task<int> PostAsync(Hub hub, string path) => (await hub.CallAsync(hub.Alpha, HttpMethod.Post, path)).Status;
}
