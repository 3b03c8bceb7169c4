using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Webhooks;

/// <summary>Creates events with their webhook bodies, and their deliveries to the endpoints that receive them.</summary>
public sealed class WebhookEventFactory(MerchantDirectory directory) : IWebhookEventFactory
{
    // The body is For a JSON parser, never part of a page, so text is not escaped further.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public IReadOnlyList<string> EndpointsFor(Order order, string eventType) =>
        [.. directory.EndpointsOf(order.MerchantId).Where(endpoint => endpoint.Wants(eventType, order.AccountId)).Select(endpoint => endpoint.Id)];

    public string Body(Order order, string eventType, DateTimeOffset occurredAt)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Readable))
        {
            json.WriteStartObject();
            json.WriteString("type", eventType);
            json.WriteString("timestamp", OrderJson.Time(occurredAt));
            json.WritePropertyName("data");
            OrderJson.Write(json, order);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
