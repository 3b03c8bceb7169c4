using System.Globalization;
using System.Text.Json;

namespace Azure.Data.Tables;

/// <summary>Reads an entity from OData JSON with minimal metadata.</summary>
internal static class EntityReader
{
    private const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    /// <param name="etag">The answer's ETag header, for when the body has none.</param>
    public static T Read<T>(JsonElement json, string? etag = null)
        where T : class, ITableEntity
    {
        var values = Values(json);
        if (etag is not null)
            values.TryAdd(EntityNames.ETag, etag);
        if (typeof(T) == typeof(TableEntity))
            return (T)(object)new TableEntity(values);

        var entity = Activator.CreateInstance<T>();
        if (values.GetValueOrDefault(EntityNames.PartitionKey) is string partitionKey)
            entity.PartitionKey = partitionKey;
        if (values.GetValueOrDefault(EntityNames.RowKey) is string rowKey)
            entity.RowKey = rowKey;
        if (values.GetValueOrDefault(EntityNames.Timestamp) is DateTimeOffset timestamp)
            entity.Timestamp = timestamp;
        if (values.GetValueOrDefault(EntityNames.ETag) is string version)
            entity.ETag = new ETag(version);
        EntityShape.Of(typeof(T)).Fill(entity, values);
        return entity;
    }

    private static Dictionary<string, object?> Values(JsonElement json)
    {
        var values = new Dictionary<string, object?>();
        foreach (var property in json.EnumerateObject())
        {
            var name = property.Name;
            var isAnnotation = name.StartsWith(EntityNames.AnnotationPrefix, StringComparison.Ordinal) && name != EntityNames.ETag;
            if (isAnnotation || name.EndsWith(EntityNames.TypeSuffix, StringComparison.Ordinal))
                continue;

            // The service annotates no property that it defines itself, and the timestamp is the one among them that is no string.
            var type = name == EntityNames.Timestamp ? EdmTypes.DateTime : TypeOf(json, name);
            values[name] = Value(property.Value, type);
        }

        return values;
    }

    private static string? TypeOf(JsonElement json, string name) =>
        json.TryGetProperty(name + EntityNames.TypeSuffix, out var type) ? type.GetString() : null;

    private static object? Value(JsonElement json, string? type) => json.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True or JsonValueKind.False => json.GetBoolean(),
        JsonValueKind.Number => Number(json, type),
        JsonValueKind.String => Text(json.GetString()!, type),
        _ => throw new JsonException($"An entity's property is a {json.ValueKind}."),
    };

    // The cast keeps the arms apart: without it all would become doubles.
    private static object Number(JsonElement json, string? type) => type switch
    {
        EdmTypes.Int64 => (object)json.GetInt64(),
        EdmTypes.Double => json.GetDouble(),
        // Without an annotation, a fraction or an exponent makes it a double; "5.0" is one too.
        _ when json.GetRawText().AsSpan().IndexOfAny(".eE") < 0 && json.TryGetInt32(out var number) => number,
        _ => json.GetDouble(),
    };

    private static object Text(string text, string? type) => type switch
    {
        EdmTypes.Int64 => long.Parse(text, CultureInfo.InvariantCulture),
        EdmTypes.Int32 => int.Parse(text, CultureInfo.InvariantCulture),
        EdmTypes.Double => double.Parse(text, CultureInfo.InvariantCulture),
        EdmTypes.Boolean => bool.Parse(text),
        EdmTypes.DateTime => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, Utc),
        EdmTypes.Guid => Guid.Parse(text),
        EdmTypes.Binary => Convert.FromBase64String(text),
        null or EdmTypes.String => text,
        _ => throw new NotSupportedException($"Not supported type {type}"),
    };
}
