using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PaymentHub.Local.Verify;

/// <summary>Writes JSON as PaymentHub writes it: without a space, nothing escaped that need not be, the order's members in their order.</summary>
internal static class JsonRewriting
{
    private static readonly JsonWriterOptions AsSent = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Of the envelope, the order, its details and its failure, as they follow each other on the wire.
    private static readonly string[] Order =
    [
        "type",
        "timestamp",
        "data",
        "id",
        "object",
        "status",
        "review_reason",
        "account",
        "provider",
        "customer_id",
        "reference",
        "amount",
        "amount_expected",
        "amount_difference",
        "currency",
        "network",
        "address",
        "from_address",
        "transaction_id",
        "provider_order_id",
        "payment_url",
        "late",
        "details",
        "failure",
        "code",
        "message",
        "version",
        "created_at",
        "updated_at",
        "completed_at",
    ];

    /// <summary>The same value in our writing; null when it is no JSON.</summary>
    public static byte[]? Same(byte[] body) => Rewrite(body, members => members);

    /// <summary>The same value with its members in our order.</summary>
    public static byte[]? InOrder(byte[] body) => Rewrite(body, members => members.OrderBy(member => Place(member.Name)));

    /// <summary>The same value without the members that are null: we never send one.</summary>
    public static byte[]? WithoutNulls(byte[] body) =>
        Rewrite(body, members => members.Where(member => member.Value.ValueKind != JsonValueKind.Null));

    /// <summary>What tells a text from our writing of the same value.</summary>
    public static string Differences(byte[] body)
    {
        var text = Encoding.UTF8.GetString(body);
        List<string> found = [];
        if (text.Trim().Contains('\n', StringComparison.Ordinal))
            found.Add("indented");
        else if (text.Contains("\": ", StringComparison.Ordinal) || text.Contains(", \"", StringComparison.Ordinal))
            found.Add("with spaces after ':' or ','");
        if (text.Contains("\\/", StringComparison.Ordinal))
            found.Add("with '/' escaped as '\\/'");
        if (text.Contains("\\u", StringComparison.OrdinalIgnoreCase))
            found.Add("with characters escaped as \\uXXXX");
        return found.Count == 0 ? "in another way" : string.Join(", ", found);
    }

    private static byte[]? Rewrite(byte[] body, Func<IEnumerable<JsonProperty>, IEnumerable<JsonProperty>> members)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var bytes = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(bytes, AsSent))
                Write(writer, json.RootElement, members);
            return bytes.WrittenSpan.ToArray();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            // No JSON, or JSON with texts that are no Unicode: we never sent that.
            return null;
        }
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value, Func<IEnumerable<JsonProperty>, IEnumerable<JsonProperty>> members)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            writer.WriteStartObject();
            foreach (var member in members(value.EnumerateObject()))
            {
                writer.WritePropertyName(member.Name);
                Write(writer, member.Value, members);
            }

            writer.WriteEndObject();
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            writer.WriteStartArray();
            foreach (var item in value.EnumerateArray())
                Write(writer, item, members);
            writer.WriteEndArray();
        }
        else
        {
            value.WriteTo(writer);
        }
    }

    private static int Place(string name) => Array.IndexOf(Order, name) is >= 0 and var place ? place : Order.Length;
}
