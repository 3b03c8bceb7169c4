namespace Azure.Data.Tables;

/// <summary>What every entity has; a class with further properties of the service's types stores them too.</summary>
public interface ITableEntity
{
    /// <summary>The first half of the key: entities that share it can be changed in one transaction.</summary>
    string PartitionKey { get; set; }

    /// <summary>The second half of the key, unique within its partition.</summary>
    string RowKey { get; set; }

    /// <summary>When the service last wrote the entity; never sent.</summary>
    DateTimeOffset? Timestamp { get; set; }

    /// <summary>The version that was read, for If-Match; never sent as a property.</summary>
    ETag ETag { get; set; }
}
