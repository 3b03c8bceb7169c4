using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Serialization;

namespace Azure.Data.Tables;

/// <summary>Which properties of an entity class are stored, found once per class.</summary>
internal sealed class EntityShape
{
    private static readonly ConcurrentDictionary<Type, EntityShape> Known = new();
    private static readonly HashSet<string> Common =
        [nameof(ITableEntity.PartitionKey), nameof(ITableEntity.RowKey), nameof(ITableEntity.Timestamp), nameof(ITableEntity.ETag)];

    private readonly List<(string Name, PropertyInfo Property)> _properties;

    private EntityShape(Type type) => _properties =
    [
        .. from property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
           where property.GetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0
           where !Common.Contains(property.Name) && !property.IsDefined(typeof(IgnoreDataMemberAttribute))
           select (property.GetCustomAttribute<DataMemberAttribute>()?.Name ?? property.Name, property),
    ];

    public static EntityShape Of(Type type) => Known.GetOrAdd(type, static type => new EntityShape(type));

    /// <summary>The entity's own properties; the keys go by the interface, which a class may implement explicitly.</summary>
    public IEnumerable<KeyValuePair<string, object?>> Values(ITableEntity entity) =>
        _properties.Select(p => KeyValuePair.Create(p.Name, p.Property.GetValue(entity)));

    /// <summary>How a property of the class is called in the table.</summary>
    public string StoredName(string property) => _properties.Find(p => p.Property.Name == property).Name ?? property;

    public void Fill(ITableEntity entity, IReadOnlyDictionary<string, object?> values)
    {
        foreach (var (name, property) in _properties)
        {
            if (property.CanWrite && values.TryGetValue(name, out var value))
                property.SetValue(entity, EntityValues.ForProperty(value, property.PropertyType, property.Name));
        }
    }
}
