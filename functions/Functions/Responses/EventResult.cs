using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Webhooks;

namespace PaymentHub.Functions.Responses;

/// <summary>Answers about events and their deliveries, as they are on the wire.</summary>
internal static class EventResult
{
    public static IResult Of(Result<EventReport> result) =>
        JsonResult.Of(result, report => Listed(report.Event) with { Deliveries = [.. report.Endpoints.Select(Of)] });

    public static IResult Of(Result<StoredEvent> result) => JsonResult.Of(result, Of, StatusCodes.Status202Accepted);

    public static IResult Of(Result<IReadOnlyList<TestResult>> result) =>
        JsonResult.Of(
            result,
            results => new Tests([
                .. results.Select(result => new Test(
                    result.Endpoint,
                    result.EventId,
                    result.Answer.IsDelivered,
                    (long)result.Duration.TotalMilliseconds,
                    result.Answer.Status,
                    result.Answer.Error,
                    result.Answer.Body
                )),
            ])
        );

    public static IResult Of(Result<BulkRedeliveryProgress> result) =>
        JsonResult.Of(result, progress => new Progress(progress.Orders, progress.Events, progress.NextCursor), StatusCodes.Status202Accepted);

    /// <summary>An event of the feed, with the webhook's body as it was sent.</summary>
    public static Event Listed(StoredEvent stored) => Of(stored) with { Payload = new Payload(stored.Body) };

    private static Event Of(StoredEvent stored) =>
        new(stored.Id, "event", stored.Type, stored.OccurredAt, stored.OrderId, stored.Version, null, null);

    private static Delivery Of(EndpointReport report) =>
        new(
            report.Endpoint,
            report.Status,
            report.SuspensionReason,
            report.SuspendedSince,
            report.NextAttemptAt,
            [
                .. report.Attempts.Select(attempt => new Try(
                    attempt.Number,
                    attempt.At,
                    (long)attempt.Duration.TotalMilliseconds,
                    attempt.Answer.Status,
                    attempt.Answer.Error,
                    attempt.Answer.Body
                )),
            ]
        );

    internal sealed record Event(
        string Id,
        string Object,
        string Type,
        DateTimeOffset Timestamp,
        string Order,
        int Version,
        Payload? Payload,
        IReadOnlyList<Delivery>? Deliveries
    );

    internal sealed record Delivery(
        string Endpoint,
        DeliveryStatus Status,
        SuspensionReason? SuspendedFor,
        DateTimeOffset? SuspendedSince,
        DateTimeOffset? NextAttemptAt,
        IReadOnlyList<Try> Attempts
    );

    internal sealed record Try(int Number, DateTimeOffset At, long DurationMs, int? Status, string? Error, string Answer);

    private sealed record Tests(IReadOnlyList<Test> Data);

    private sealed record Test(string Endpoint, string Event, bool Delivered, long DurationMs, int? Status, string? Error, string Answer);

    private sealed record Progress(int Orders, int Events, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? NextCursor);

    /// <summary>A webhook's body, byte for byte as it was sent.</summary>
    [JsonConverter(typeof(PayloadConverter))]
    internal sealed record Payload(string Body);

    private sealed class PayloadConverter : JsonConverter<Payload>
    {
        public override Payload Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Answers are only written.");

        public override void Write(Utf8JsonWriter writer, Payload value, JsonSerializerOptions options) => writer.WriteRawValue(value.Body);
    }
}
