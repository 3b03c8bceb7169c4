using Azure.Storage.Queues;
using Microsoft.Azure.Functions.Worker.Standin.Hosting;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker.Standin.Queues;

/// <summary>extensions.queues of host.json, with the real host's defaults.</summary>
internal sealed record QueueSettings(
    int BatchSize,
    int NewBatchThreshold,
    TimeSpan MaxPollingInterval,
    TimeSpan VisibilityTimeout,
    int MaxDequeueCount,
    QueueMessageEncoding Encoding)
{
    /// <summary>
    /// How long a message is hidden while its function runs; renewed at half time. The real host's is fixed. The setting
    /// Functions:Queues:MessageVisibility, which only the stand-in knows, scales it for tests of crashes.
    /// </summary>
    public TimeSpan MessageVisibility { get; init; } = TimeSpan.FromMinutes(10);

    /// <exception cref="InvalidOperationException">A value is wrong; the message names it.</exception>
    public static QueueSettings Read(HostJson hostJson, IConfiguration settings)
    {
        var batchSize = hostJson.Integer("extensions:queues:batchSize", 16, 1, 32);
        var slowest = hostJson.IsDevelopment ? TimeSpan.FromSeconds(2) : TimeSpan.FromMinutes(1);
        return new QueueSettings(
            batchSize,
            hostJson.Integer("extensions:queues:newBatchThreshold", batchSize / 2 * Environment.ProcessorCount, 0, int.MaxValue),
            hostJson.Duration("extensions:queues:maxPollingInterval", slowest, PollingDelay.Shortest),
            hostJson.Duration("extensions:queues:visibilityTimeout", TimeSpan.Zero, TimeSpan.Zero),
            hostJson.Integer("extensions:queues:maxDequeueCount", 5, 1, int.MaxValue),
            ReadEncoding(hostJson))
        {
            MessageVisibility = settings.GetValue("Functions:Queues:MessageVisibility", TimeSpan.FromMinutes(10)),
        };
    }

    private static QueueMessageEncoding ReadEncoding(HostJson hostJson)
    {
        const string Path = "extensions:queues:messageEncoding";
        return hostJson[Path]?.ToUpperInvariant() switch
        {
            null or "BASE64" => QueueMessageEncoding.Base64,
            "NONE" => QueueMessageEncoding.None,
            _ => throw HostJson.Invalid(Path, hostJson[Path]!, "base64 or none"),
        };
    }
}
