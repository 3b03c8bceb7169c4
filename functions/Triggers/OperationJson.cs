using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Storage.Operations;
using PaymentHub.Webhooks;

namespace PaymentHub.Triggers;

/// <summary>What operators see, as it is on the wire. Never the callback URL: its last part is a secret.</summary>
internal static class OperationJson
{
    public static IResult Of<T>(Answer<T> answer, Action<Utf8JsonWriter, T> write, int status = StatusCodes.Status200OK) => answer switch
    {
        Answer<T>.Done done => JsonResult.Of(json => write(json, done.Value), status),
        Answer<T>.Not not => ProblemResult.Of(not.Problem),
        _ => throw new InvalidOperationException("An answer is done or not."),
    };

    /// <summary>A callback without what came, for an answer to what was done with it.</summary>
    public static void Brief(Utf8JsonWriter json, QuarantinedCallback item) => Quarantined(json, item with { Received = null });

    public static void Quarantined(Utf8JsonWriter json, QuarantinedCallback item)
    {
        json.WriteStartObject();
        json.WriteString("id", item.Id);
        json.WriteString("account", item.Account);
        json.WriteString("verdict", item.Verdict);
        json.WriteString("detail", item.Detail);
        json.WriteString("received_at", OrderJson.Time(item.ReceivedAt));
        json.WriteNumber("bytes", item.Bytes);
        if (item.Received is { Callback: var callback })
        {
            json.WriteString("content_type", callback.ContentType);
            json.WriteString("query", callback.Query);
            json.WriteStartObject("headers");
            foreach (var (name, value) in callback.Headers)
                json.WriteString(name, Shown(name, value));
            json.WriteEndObject();
            json.WriteBase64String("body", callback.Body.Span);
            if (Utf8.IsValid(callback.Body.Span))
                json.WriteString("body_text", Encoding.UTF8.GetString(callback.Body.Span));
        }

        json.WriteEndObject();
    }

    public static void Stuck(Utf8JsonWriter json, StuckPromise item)
    {
        json.WriteStartObject();
        json.WriteString("key", item.Key);
        json.WriteString("order", item.OrderId);
        json.WriteString("what", item.What);
        json.WriteString("due_at", OrderJson.Time(item.DueAt));
        if (item.SetAsideAt is { } setAsideAt)
            json.WriteString("set_aside_at", OrderJson.Time(setAsideAt));
        json.WriteEndObject();
    }

    public static void Review(Utf8JsonWriter json, Order order)
    {
        json.WriteStartObject();
        json.WriteString("merchant", order.MerchantId);
        json.WriteStartArray("reasons");
        foreach (var reason in Enum.GetValues<ReviewReason>().Where(reason => reason != ReviewReason.None && order.Reasons.HasFlag(reason)))
            json.WriteStringValue(Words.Of(reason));
        json.WriteEndArray();
        json.WriteBoolean("resubmittable", ReviewMachine.CanBeResubmitted(order));
        json.WritePropertyName("order");
        OrderJson.Write(json, order);
        json.WriteEndObject();
    }

    public static void Failed(Utf8JsonWriter json, FailedWebhook item)
    {
        json.WriteStartObject();
        json.WriteString("event", item.EventId);
        json.WriteString("order", item.OrderId);
        json.WriteString("merchant", item.Merchant);
        json.WriteString("endpoint", item.Endpoint);
        json.WriteString("failed_at", OrderJson.Time(item.FailedAt));
        json.WriteString("result", item.Result);
        json.WriteEndObject();
    }

    public static void Endpoint(Utf8JsonWriter json, EndpointView item) => ListJson.Endpoint(json, item, item.MerchantId);

    public static void Health(Utf8JsonWriter json, AccountHealth item)
    {
        json.WriteStartObject();
        json.WriteString("account", item.Account);
        json.WriteString("merchant", item.Merchant);
        json.WriteString("provider", item.Provider);
        if (item.LastCallbackAt is { } at)
            json.WriteString("last_callback_at", OrderJson.Time(at));
        if (item.LastSweepAt is { } swept)
            json.WriteString("last_sweep_at", OrderJson.Time(swept));
        json.WriteNumber("open_orders", item.OpenOrders);
        json.WriteBoolean("open_orders_complete", item.OpenOrdersComplete);
        json.WriteEndObject();
    }

    public static void Queue(Utf8JsonWriter json, QueueDepth item)
    {
        json.WriteStartObject();
        json.WriteString("queue", item.Queue);
        json.WriteNumber("messages", item.Messages);
        if (item.OldestAt is { } at)
            json.WriteString("oldest_at", OrderJson.Time(at));
        json.WriteEndObject();
    }

    // An API key in a header is a credential of the account; its end tells an operator whose it is.
    private static string Shown(string name, string value) =>
        name.Contains("key", StringComparison.OrdinalIgnoreCase) ? "…" + (value.Length > 8 ? value[^4..] : "") : value;
}
