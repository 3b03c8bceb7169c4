using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Webhooks;

namespace PaymentHub.Triggers;

/// <summary>Answers about events and their deliveries, as they are on the wire.</summary>
internal static class EventResult
{
    public static IResult Of(Answer<EventReport> answer) => Of(answer, StatusCodes.Status200OK, (json, report) =>
    {
        Start(json, report.Event);
        json.WritePropertyName("payload");
        json.WriteRawValue(report.Event.Body);
        json.WriteStartArray("deliveries");
        foreach (var endpoint in report.Endpoints)
            Write(json, endpoint);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static IResult Of(Answer<StoredEvent> answer) => Of(answer, StatusCodes.Status202Accepted, (json, stored) =>
    {
        Start(json, stored);
        json.WriteEndObject();
    });

    public static IResult Of(Answer<IReadOnlyList<TestResult>> answer) => Of(answer, StatusCodes.Status200OK, (json, results) =>
    {
        json.WriteStartObject();
        json.WriteStartArray("data");
        foreach (var result in results)
        {
            json.WriteStartObject();
            json.WriteString("endpoint", result.Endpoint);
            json.WriteString("event", result.EventId);
            json.WriteBoolean("delivered", result.Answer.IsDelivered);
            Write(json, result.Duration, result.Answer);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static IResult Of(Answer<BulkRedeliveryProgress> answer) => Of(answer, StatusCodes.Status202Accepted, (json, progress) =>
    {
        json.WriteStartObject();
        json.WriteNumber("orders", progress.Orders);
        json.WriteNumber("events", progress.Events);
        json.WriteString("next_cursor", progress.NextCursor);
        json.WriteEndObject();
    });

    private static IResult Of<T>(Answer<T> answer, int status, Action<Utf8JsonWriter, T> write) => answer switch
    {
        Answer<T>.Done done => JsonResult.Of(json => write(json, done.Value), status),
        Answer<T>.Not not => ProblemResult.Of(not.Problem),
        _ => throw new InvalidOperationException("An answer is done or not."),
    };

    private static void Start(Utf8JsonWriter json, StoredEvent stored)
    {
        json.WriteStartObject();
        json.WriteString("id", stored.Id);
        json.WriteString("object", "event");
        json.WriteString("type", stored.Type);
        json.WriteString("timestamp", OrderJson.Time(stored.OccurredAt));
        json.WriteString("order", stored.OrderId);
        json.WriteNumber("version", stored.Version);
    }

    private static void Write(Utf8JsonWriter json, EndpointReport report)
    {
        json.WriteStartObject();
        json.WriteString("endpoint", report.Endpoint);
        json.WriteString("status", Words.Of(report.Status));
        if (report.Obstacle is { } obstacle)
            json.WriteString("waiting_for", Words.Of(obstacle));
        if (report.WaitingSince is { } since)
            json.WriteString("waiting_since", OrderJson.Time(since));
        if (report.NextAttemptAt is { } next)
            json.WriteString("next_attempt_at", OrderJson.Time(next));
        json.WriteStartArray("attempts");
        foreach (var attempt in report.Attempts)
        {
            json.WriteStartObject();
            json.WriteNumber("number", attempt.Number);
            json.WriteString("at", OrderJson.Time(attempt.At));
            Write(json, attempt.Duration, attempt.Answer);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, TimeSpan duration, EndpointAnswer answer)
    {
        json.WriteNumber("duration_ms", (long)duration.TotalMilliseconds);
        if (answer.Status is { } status)
            json.WriteNumber("status", status);
        if (answer.Error is { } error)
            json.WriteString("error", error);
        json.WriteString("answer", answer.Body);
    }
}
