using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Azure.Data.Tables;

namespace PaymentHub.Tables;

/// <summary>A row as one line of JSON and back, each column with its type: what a number was it is again.</summary>
internal static class RowText
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What storage itself writes.</summary>
    private static readonly string[] Own = ["PartitionKey", "RowKey", "Timestamp", "odata.etag"];

    public static string Write(TableEntity row) =>
        JsonSerializer.Serialize(
            new Line(
                row.PartitionKey,
                row.RowKey,
                row.Where(column => !Own.Contains(column.Key) && column.Value is not null)
                    .ToDictionary(column => column.Key, column => Write(column.Value))
            ),
            Json
        );

    /// <exception cref="FormatException">It is no such line.</exception>
    public static TableEntity Read(string text)
    {
        try
        {
            var line = JsonSerializer.Deserialize<Line>(text, Json)!;
            var row = new TableEntity(line.PartitionKey, line.RowKey);
            foreach (var (name, value) in line.Columns)
                row[name] = Read(value[0], value[1]);
            return row;
        }
        catch (Exception e) when (e is JsonException or ArgumentException or NullReferenceException or IndexOutOfRangeException or OverflowException)
        {
            throw new FormatException("A line of the file is no row: " + e.Message, e);
        }
    }

    private static string[] Write(object value) =>
        value switch
        {
            string text => ["text", text],
            bool yes => ["bool", yes ? "true" : "false"],
            int number => ["int32", number.ToString(CultureInfo.InvariantCulture)],
            long number => ["int64", number.ToString(CultureInfo.InvariantCulture)],
            double number => ["double", number.ToString("R", CultureInfo.InvariantCulture)],
            DateTimeOffset time => ["time", time.ToString("O", CultureInfo.InvariantCulture)],
            Guid id => ["guid", id.ToString()],
            byte[] bytes => ["binary", Convert.ToBase64String(bytes)],
            BinaryData bytes => ["binary", Convert.ToBase64String(bytes.ToArray())],
            _ => throw new FormatException($"A column has a type that no table has: {value.GetType()}."),
        };

    private static object Read(string type, string text) =>
        type switch
        {
            "text" => text,
            "bool" => text == "true",
            "int32" => int.Parse(text, CultureInfo.InvariantCulture),
            "int64" => long.Parse(text, CultureInfo.InvariantCulture),
            "double" => double.Parse(text, CultureInfo.InvariantCulture),
            "time" => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
            "guid" => Guid.Parse(text),
            "binary" => Convert.FromBase64String(text),
            _ => throw new FormatException($"A column has the unknown type {type}."),
        };

    private sealed record Line(string PartitionKey, string RowKey, Dictionary<string, string[]> Columns);
}
