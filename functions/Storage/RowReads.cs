using Azure.Data.Tables;

namespace PaymentHub.Storage;

/// <summary>Reads columns that a row of ours always has.</summary>
internal static class RowReads
{
    /// <summary>A text column.</summary>
    /// <exception cref="InvalidOperationException">The row lacks it: somebody else wrote it, or changed it by hand.</exception>
    public static string Text(this TableEntity row, string name) =>
        row.GetString(name) ?? throw new InvalidOperationException($"Row {row.PartitionKey}/{row.RowKey} has no {name}.");
}
