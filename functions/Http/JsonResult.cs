using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using PaymentHub.Merchants;
using PaymentHub.Money;
using PaymentHub.Orders;

namespace PaymentHub.Http;

/// <summary>
/// JSON answers. A record's members stand on the wire in their order, with snake_case names; what is not known is left out, amounts are
/// texts, times are UTC with milliseconds, and enums are words.
/// </summary>
internal static class JsonResult
{
    private static readonly JsonSerializerOptions Wire = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // For a JSON parser, never part of a page, so text is not escaped further.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
        {
            new OrderConverter(),
            new DetailedOrderConverter(),
            new TimeConverter(),
            new AmountConverter(),
            new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false),
        },
    };

    public static IResult Of<T>(T body, int status = StatusCodes.Status200OK, string mediaType = "application/json")
        where T : class => Results.Text(JsonSerializer.SerializeToUtf8Bytes(body, Wire), $"{mediaType}; charset=utf-8", status);

    /// <summary>A body as an answer would hold it, for whoever goes on with its members.</summary>
    public static JsonObject Node<T>(T body)
        where T : class => JsonSerializer.SerializeToNode(body, Wire)!.AsObject();

    /// <summary>The response for a value or a problem.</summary>
    public static IResult Of<TValue, TBody>(Result<TValue> result, Func<TValue, TBody> body, int status = StatusCodes.Status200OK)
        where TBody : class => result.Match<IResult>(success => Of(body(success.Value), status), ProblemResult.Of);

    /// <summary>An order.</summary>
    /// <param name="withDetails">Whether to show what is personal in it.</param>
    public static IResult Of(Order order, int status, bool withDetails) => withDetails ? Of(new DetailedOrder(order), status) : Of(order, status);

    private sealed record DetailedOrder(Order Order);

    private abstract class WriteOnly<T> : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Answers are only written.");
    }

    // Member by member: webhooks tell orders in the same words, from a room that knows no HTTP.
    private sealed class OrderConverter : WriteOnly<Order>
    {
        public override void Write(Utf8JsonWriter writer, Order value, JsonSerializerOptions options) => OrderJson.Write(writer, value);
    }

    private sealed class DetailedOrderConverter : WriteOnly<DetailedOrder>
    {
        public override void Write(Utf8JsonWriter writer, DetailedOrder value, JsonSerializerOptions options) =>
            OrderJson.Write(writer, value.Order, withDetails: true);
    }

    private sealed class TimeConverter : WriteOnly<DateTimeOffset>
    {
        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(OrderJson.Time(value));
    }

    private sealed class AmountConverter : WriteOnly<decimal>
    {
        public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Amounts.Format(value));
    }
}
