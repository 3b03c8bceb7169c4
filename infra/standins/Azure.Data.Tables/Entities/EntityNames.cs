namespace Azure.Data.Tables;

/// <summary>The properties that every entity has, and the annotations of OData's JSON.</summary>
internal static class EntityNames
{
    public const string PartitionKey = "PartitionKey";
    public const string RowKey = "RowKey";
    public const string Timestamp = "Timestamp";
    public const string ETag = "odata.etag";
    public const string TypeSuffix = "@odata.type";
    public const string AnnotationPrefix = "odata.";
}
