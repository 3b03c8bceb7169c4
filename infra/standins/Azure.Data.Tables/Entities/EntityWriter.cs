using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Azure.Data.Tables;

/// <summary>Writes an entity as OData JSON. JSON has fewer types than the service, so most values carry an annotation.</summary>
internal static class EntityWriter
{
    /// <exception cref="ArgumentNullException">A key is missing.</exception>
    /// <exception cref="NotSupportedException">A property is of a type that the service cannot keep exactly, such as decimal.</exception>
    public static ReadOnlyMemory<byte> Write(ITableEntity entity)
    {
        ArgumentNullException.ThrowIfNull(entity.PartitionKey, nameof(entity.PartitionKey));
        ArgumentNullException.ThrowIfNull(entity.RowKey, nameof(entity.RowKey));

        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString(EntityNames.PartitionKey, entity.PartitionKey);
            json.WriteString(EntityNames.RowKey, entity.RowKey);
            foreach (var (name, value) in Properties(entity))
                WriteProperty(json, name, value);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static IEnumerable<KeyValuePair<string, object?>> Properties(ITableEntity entity) => entity is TableEntity dictionary
        ? dictionary.Where(p =>
            p.Key is not (EntityNames.PartitionKey or EntityNames.RowKey or EntityNames.Timestamp)
            && !p.Key.StartsWith(EntityNames.AnnotationPrefix, StringComparison.Ordinal))
        : EntityShape.Of(entity.GetType()).Values(entity);

    private static void WriteProperty(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case null:
                break;
            case string text:
                json.WriteString(name, text);
                break;
            case bool flag:
                json.WriteBoolean(name, flag);
                break;
            case int number:
                json.WriteNumber(name, number);
                break;
            case double number when double.IsFinite(number):
                json.WriteString(name + EntityNames.TypeSuffix, EdmTypes.Double);
                json.WriteNumber(name, number);
                break;
            case Enum symbol:
                json.WriteString(name, symbol.ToString());
                break;
            default:
                var (type, annotated) = Annotated(name, value);
                json.WriteString(name + EntityNames.TypeSuffix, type);
                json.WriteString(name, annotated);
                break;
        }
    }

    private static (string Type, string Text) Annotated(string name, object value) => value switch
    {
        long number => (EdmTypes.Int64, number.ToString(CultureInfo.InvariantCulture)),
        ulong number => (EdmTypes.Int64, unchecked((long)number).ToString(CultureInfo.InvariantCulture)),
        // What JSON has no number for: NaN, Infinity, -Infinity.
        double number => (EdmTypes.Double, number.ToString(CultureInfo.InvariantCulture)),
        DateTimeOffset time => (EdmTypes.DateTime, EntityValues.ToText(time)),
        DateTime time => (EdmTypes.DateTime, EntityValues.ToText(time)),
        Guid id => (EdmTypes.Guid, id.ToString("D")),
        byte[] bytes => (EdmTypes.Binary, Convert.ToBase64String(bytes)),
        BinaryData data => (EdmTypes.Binary, Convert.ToBase64String(data.ToMemory().Span)),
        _ => throw new NotSupportedException($"Property {name} is a {value.GetType()}, which the table service cannot store."),
    };
}
