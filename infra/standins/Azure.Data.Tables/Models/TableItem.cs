using System.Runtime.Serialization;

namespace Azure.Data.Tables.Models;

/// <summary>A table of the account.</summary>
/// <param name="name">Its name.</param>
public class TableItem(string name)
{
    // What filters call it.
    [DataMember(Name = "TableName")]
    public string Name { get; } = name;
}
