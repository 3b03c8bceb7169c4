using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Azure.Data.Tables;

/// <summary>An entity as a dictionary from property names to values of the service's types.</summary>
/// <remarks>
/// The keys and the timestamp are entries like all others, and so is the version, as <c>odata.etag</c>. Values are string, bool, int,
/// long, double, <see cref="DateTimeOffset"/> (also what a date is read as), <see cref="DateTime"/> in UTC, <see cref="Guid"/>, byte[]
/// and <see cref="BinaryData"/> (read as byte[]).
/// </remarks>
[SuppressMessage("Naming", "CA1710", Justification = "The official name.")]
public sealed class TableEntity : ITableEntity, IDictionary<string, object?>
{
    private readonly Dictionary<string, object?> _properties;

    public TableEntity() => _properties = [];

    public TableEntity(string partitionKey, string rowKey)
        : this()
    {
        PartitionKey = partitionKey;
        RowKey = rowKey;
    }

    /// <summary>An entity with a copy of the values.</summary>
    public TableEntity(IDictionary<string, object?> values) =>
        _properties = values is null ? [] : new Dictionary<string, object?>(values);

    public string PartitionKey
    {
        // Null, against the annotation, until it is set or when a query selected other properties: as the official type has it.
        get => GetString(EntityNames.PartitionKey)!;
        set => _properties[EntityNames.PartitionKey] = value;
    }

    public string RowKey
    {
        get => GetString(EntityNames.RowKey)!;
        set => _properties[EntityNames.RowKey] = value;
    }

    public DateTimeOffset? Timestamp
    {
        get => GetDateTimeOffset(EntityNames.Timestamp);
        set => _properties[EntityNames.Timestamp] = value;
    }

    public ETag ETag
    {
        get => GetString(EntityNames.ETag) is { } etag ? new ETag(etag) : default;
        set => _properties[EntityNames.ETag] = value.ToString();
    }

    public ICollection<string> Keys => _properties.Keys;

    public int Count => _properties.Count;

    ICollection<object?> IDictionary<string, object?>.Values => _properties.Values;

    bool ICollection<KeyValuePair<string, object?>>.IsReadOnly => false;

    /// <summary>The value, or null when there is none. A property keeps its type: only int widens to long and double.</summary>
    /// <exception cref="InvalidOperationException">The new value is of another type than the one it replaces.</exception>
    [SuppressMessage("Design", "CA1065", Justification = "The official behaviour.")]
    public object? this[string key]
    {
        get => Get(key);
        set
        {
            ArgumentException.ThrowIfNullOrEmpty(key);
            _properties[key] = value is not null && Get(key) is { } old ? EntityValues.Coerce(old, value) : value;
        }
    }

    /// <exception cref="InvalidOperationException">The property is of another type; so for all getters.</exception>
    public string? GetString(string key) => Get(key) switch
    {
        DateTimeOffset time => EntityValues.ToText(time),
        DateTime time => EntityValues.ToText(time),
        var value => EntityValues.As<string>(value),
    };

    public BinaryData? GetBinaryData(string key) => Get(key) switch
    {
        byte[] bytes => BinaryData.FromBytes(bytes),
        var value => EntityValues.As<BinaryData>(value),
    };

    public byte[]? GetBinary(string key) => Get(key) switch
    {
        BinaryData data => data.ToArray(),
        var value => EntityValues.As<byte[]>(value),
    };

    public bool? GetBoolean(string key) => EntityValues.As<bool?>(Get(key));

    public DateTime? GetDateTime(string key) => Get(key) switch
    {
        DateTimeOffset time => time.UtcDateTime,
        var value => EntityValues.As<DateTime?>(value),
    };

    public DateTimeOffset? GetDateTimeOffset(string key) => Get(key) switch
    {
        DateTime time => new DateTimeOffset(time),
        var value => EntityValues.As<DateTimeOffset?>(value),
    };

    public double? GetDouble(string key) => EntityValues.As<double?>(Get(key));

    public Guid? GetGuid(string key) => EntityValues.As<Guid?>(Get(key));

    public int? GetInt32(string key) => EntityValues.As<int?>(Get(key));

    public long? GetInt64(string key) => EntityValues.As<long?>(Get(key));

    /// <exception cref="ArgumentException">There is such a property already.</exception>
    public void Add(string key, object? value) => _properties.Add(key, value);

    public bool ContainsKey(string key) => _properties.ContainsKey(key);

    public bool Remove(string key) => _properties.Remove(key);

    public bool TryGetValue(string key, out object? value) => _properties.TryGetValue(key, out value);

    public void Clear() => _properties.Clear();

    void ICollection<KeyValuePair<string, object?>>.Add(KeyValuePair<string, object?> item) => Add(item.Key, item.Value);

    bool ICollection<KeyValuePair<string, object?>>.Contains(KeyValuePair<string, object?> item) => _properties.Contains(item);

    void ICollection<KeyValuePair<string, object?>>.CopyTo(KeyValuePair<string, object?>[] array, int arrayIndex) =>
        ((ICollection<KeyValuePair<string, object?>>)_properties).CopyTo(array, arrayIndex);

    bool ICollection<KeyValuePair<string, object?>>.Remove(KeyValuePair<string, object?> item) =>
        ((ICollection<KeyValuePair<string, object?>>)_properties).Remove(item);

    IEnumerator<KeyValuePair<string, object?>> IEnumerable<KeyValuePair<string, object?>>.GetEnumerator() => _properties.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _properties.GetEnumerator();

    private object? Get(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return _properties.GetValueOrDefault(key);
    }
}
