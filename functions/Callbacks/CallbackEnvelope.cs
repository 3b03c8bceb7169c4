using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using PaymentHub.Providers;
using PaymentHub.Telemetry;

namespace PaymentHub.Callbacks;

/// <summary>
/// The queue message that wakes the processing of a callback. It carries the callback itself, so that the evidence need
/// not be read again, unless that would be too much for a message.
/// </summary>
internal sealed record CallbackEnvelope
{
    /// <summary>A queue takes 64 KiB of base64, that is 48 KiB; some room is left.</summary>
    private const int MaxBytes = 40 * 1024;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public int V { get; init; } = 1;

    public required string Id { get; init; }

    public string? Account { get; init; }

    public byte[]? Body { get; init; }

    public string? ContentType { get; init; }

    public Dictionary<string, string>? Headers { get; init; }

    public string? Path { get; init; }

    public string? Query { get; init; }

    public DateTimeOffset? ReceivedAt { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Trace { get; init; }

    /// <summary>The message for a callback that is to be processed for the first time.</summary>
    public static BinaryData Whole(ReceivedCallback received)
    {
        var envelope = new CallbackEnvelope
        {
            Id = received.Id.Text,
            Account = received.AccountId,
            Body = received.Callback.Body.ToArray(),
            ContentType = received.Callback.ContentType,
            Headers = new(received.Callback.Headers),
            Path = received.Callback.Path,
            Query = received.Callback.Query,
            ReceivedAt = received.Callback.ReceivedAt,
            DueAt = received.DueAt,
            Trace = HubTrace.Current,
        };
        var message = JsonSerializer.SerializeToUtf8Bytes(envelope, Json);
        return message.Length <= MaxBytes ? new BinaryData(message) : KeyOnly(received.Id.Text, HubTrace.Current);
    }

    /// <summary>The message that names the evidence, to be read again: for a repeated try, and for large callbacks.</summary>
    /// <param name="trace">The context of the trace that it continues.</param>
    public static BinaryData KeyOnly(string id, string? trace) =>
        new(
            trace is null
                ? JsonSerializer.SerializeToUtf8Bytes(new { v = 1, id }, Json)
                : JsonSerializer.SerializeToUtf8Bytes(
                    new
                    {
                        v = 1,
                        id,
                        trace,
                    },
                    Json
                )
        );

    /// <summary>Reads a message.</summary>
    /// <exception cref="FormatException">It is not one of our messages.</exception>
    public static CallbackEnvelope Parse(string message)
    {
        try
        {
            return JsonSerializer.Deserialize<CallbackEnvelope>(message, Json) is { V: 1 } envelope && CallbackId.IsWellFormed(envelope.Id)
                ? envelope
                : throw new FormatException("The message is no callback envelope of version 1.");
        }
        catch (Exception e) when (e is JsonException or ArgumentException) // ArgumentException: the text is no Unicode.
        {
            throw new FormatException("The message is no callback envelope: " + e.Message);
        }
    }

    /// <summary>The callback that the message carries, or null when it names the evidence only.</summary>
    [JsonIgnore]
    public ReceivedCallback? Received =>
        Account is null || Body is null || ReceivedAt is not { } receivedAt || DueAt is not { } dueAt
            ? null
            : new ReceivedCallback(
                new CallbackId(Id),
                Account,
                new Callback
                {
                    Body = Body,
                    ContentType = ContentType ?? "",
                    Headers = Headers ?? [],
                    Path = Path ?? "",
                    Query = Query ?? "",
                    ReceivedAt = receivedAt,
                },
                dueAt
            );
}
