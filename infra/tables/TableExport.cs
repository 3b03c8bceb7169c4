using System.Globalization;
using System.IO.Compression;
using System.Text;
using Azure.Data.Tables;

namespace PaymentHub.Tables;

/// <summary>Writes tables to files, a compressed one for each: a row a line, and a last line with how many there are.</summary>
internal sealed class TableExport(Action<string> tell)
{
    /// <summary>What the file of a table ends with.</summary>
    public const string Ending = ".jsonl.gz";

    /// <summary>What the last line of a file begins with.</summary>
    public const string End = "rows: ";

    public async Task RunAsync(TableServiceClient client, DirectoryInfo folder, IReadOnlyList<string> only, CancellationToken cancellationToken)
    {
        folder.Create();
        var names = only.Count > 0 ? only : await NamesAsync(client, cancellationToken);
        foreach (var name in names)
        {
            var rows = await ExportAsync(client.GetTableClient(name), Path.Combine(folder.FullName, name + Ending), cancellationToken);
            tell(string.Create(CultureInfo.InvariantCulture, $"{name}: {rows} rows"));
        }
    }

    // Those of the host (AzureWebJobs…) are its own affair.
    private static async Task<List<string>> NamesAsync(TableServiceClient client, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await foreach (var table in client.QueryAsync(cancellationToken: cancellationToken))
        {
            if (
                !table.Name.StartsWith("AzureWebJobs", StringComparison.OrdinalIgnoreCase)
                && !table.Name.StartsWith("AzureFunctions", StringComparison.OrdinalIgnoreCase)
            )
            {
                names.Add(table.Name);
            }
        }

        return names;
    }

    private static async Task<int> ExportAsync(TableClient table, string file, CancellationToken cancellationToken)
    {
        // Whole or not at all: what broke off must not look like an export.
        var unfinished = file + ".part";
        var rows = 0;
        await using (var text = new StreamWriter(new GZipStream(File.Create(unfinished), CompressionLevel.Optimal), new UTF8Encoding(false)))
        {
            await foreach (var row in table.QueryAsync<TableEntity>(filter: (string?)null, cancellationToken: cancellationToken))
            {
                await text.WriteLineAsync(RowText.Write(row).AsMemory(), cancellationToken);
                rows++;
            }

            await text.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{End}{rows}").AsMemory(), cancellationToken);
        }

        File.Move(unfinished, file, overwrite: true);
        return rows;
    }
}
