using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Storage;

namespace PaymentHub.Webhooks;

/// <summary>
/// Tells a merchant's other endpoints that one of them is failing; the failing one cannot be told. A merchant without another endpoint appears in the
/// log, and operators see it.
/// </summary>
public sealed partial class EndpointAlarm(
    MerchantDirectory directory,
    IBreakerStore breakers,
    WebhookSender sender,
    TimeProvider clock,
    ILogger<EndpointAlarm> logger
)
{
    private const int MaxRaces = 10;
    private const int AtOnce = 8;

    /// <summary>Reports every breaker that has been open for long enough.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var all = await breakers.ListAsync(cancellationToken);
        var due = all.Where(stored => stored.Value.IsOpen && stored.Value.TellAt <= clock.GetUtcNow());
        await Parallel.ForEachAsync(
            due,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (seen, token) => await TellAsync(seen, all, token)
        );
    }

    private async Task TellAsync(Versioned<Breaker> seen, IReadOnlyList<Versioned<Breaker>> all, CancellationToken cancellationToken)
    {
        var (breaker, now) = (seen.Value, clock.GetUtcNow());
        // Before it is sent: a process that dies meanwhile sends it again later, under the same id, instead of at once and forever.
        if (!await breakers.TryWriteAsync(seen, breaker.Tell(directory.Settings.Delivery, now), cancellationToken))
            return;
        var endpoints = directory.FindMerchant(breaker.MerchantId)?.Endpoints ?? [];
        if (endpoints.FirstOrDefault(endpoint => endpoint.Id == breaker.Endpoint) is null or { Disabled: true })
            return;
        if (breaker.Tells == 0)
            Log.StaysOpen(logger, breaker.MerchantId, breaker.Endpoint, breaker.OpenedAt!.Value);
        var others = endpoints
            .Where(endpoint =>
                endpoint.Id != breaker.Endpoint
                && !endpoint.Disabled
                && endpoint.Wants(EventTypes.EndpointFailing)
                && !all.Any(other => other.Value.IsOpen && (other.Value.MerchantId, other.Value.Endpoint) == (breaker.MerchantId, endpoint.Id))
            )
            .ToList();
        var id = string.Create(CultureInfo.InvariantCulture, $"evt_endpoint_{breaker.Endpoint}_{breaker.OpenedAt!.Value.ToUnixTimeMilliseconds()}");
        var body = Body(breaker, now);
        var answers = await Task.WhenAll(others.Select(endpoint => sender.SendAsync(endpoint, id, body, cancellationToken)));
        if (answers.Any(answer => answer.IsDelivered))
            await DoneAsync(breaker, cancellationToken);
    }

    private async Task DoneAsync(Breaker told, CancellationToken cancellationToken)
    {
        for (var race = 0; race < MaxRaces; race++)
        {
            // Probes write there, too, and another outage is a different case.
            if (
                await breakers.FindAsync(told.MerchantId, told.Endpoint, cancellationToken) is not { } now
                || now.Value.OpenedAt != told.OpenedAt
                || now.Value.TellAt is null
            )
            {
                return;
            }

            if (await breakers.TryWriteAsync(now, now.Value with { TellAt = null }, cancellationToken))
                return;
        }
    }

    internal static string Body(Breaker breaker, DateTimeOffset now)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("type", EventTypes.EndpointFailing);
            json.WriteString("timestamp", OrderJson.Time(now));
            json.WriteStartObject("data");
            json.WriteString("object", "endpoint");
            json.WriteString("id", breaker.Endpoint);
            json.WriteString("state", "open");
            json.WriteString("since", OrderJson.Time(breaker.OpenedAt!.Value));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Error,
            "Merchant {Merchant}, endpoint {Endpoint}: it has accepted nothing since {Since:O}; everything waits, and the merchant's other endpoints are told."
        )]
        public static partial void StaysOpen(ILogger logger, string merchant, string endpoint, DateTimeOffset since);
    }
}
