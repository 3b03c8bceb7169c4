using System.Globalization;
using System.IO.Compression;
using Azure;
using Azure.Data.Tables;

namespace PaymentHub.Tables;

/// <summary>Adds rows from files to tables. A row that is there stays as it is, so an import that broke off is simply made again.</summary>
internal sealed class TableImport(Action<string> tell)
{
    private const int MaxRows = 100;

    /// <summary>Well below the 4 MiB of a transaction: it is more on the wire than here.</summary>
    private const int MaxCharacters = 1_500_000;

    public async Task RunAsync(TableServiceClient client, DirectoryInfo folder, IReadOnlyList<string> only, CancellationToken cancellationToken)
    {
        var files = folder
            .EnumerateFiles("*" + TableExport.Ending)
            .Select(file => (file.FullName, Name: file.Name[..^TableExport.Ending.Length]))
            .Where(file => only.Count == 0 || only.Contains(file.Name))
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .ToList();
        if (files.Count == 0 || only.Except(files.Select(file => file.Name)).Any())
            throw new FormatException($"{folder.FullName} has no export of {(only.Count == 0 ? "any table" : string.Join(", ", only))}.");
        // All of them first: of a set with a broken file nothing is imported.
        foreach (var (file, _) in files)
        {
            await foreach (var line in LinesAsync(file, cancellationToken))
                RowText.Read(line);
        }

        foreach (var (file, name) in files)
        {
            await client.CreateTableIfNotExistsAsync(name, cancellationToken);
            var (added, kept) = await ImportAsync(client.GetTableClient(name), file, cancellationToken);
            tell(string.Create(CultureInfo.InvariantCulture, $"{name}: {added} rows added, {kept} were there"));
        }
    }

    private static async Task<(int Added, int Kept)> ImportAsync(TableClient table, string file, CancellationToken cancellationToken)
    {
        var (added, kept, characters) = (0, 0, 0);
        var batch = new List<TableEntity>();
        await foreach (var line in LinesAsync(file, cancellationToken))
        {
            var row = RowText.Read(line);
            if (batch.Count > 0 && (batch.Count == MaxRows || characters + line.Length > MaxCharacters || batch[0].PartitionKey != row.PartitionKey))
                await FlushAsync();
            batch.Add(row);
            characters += line.Length;
        }

        await FlushAsync();
        return (added, kept);

        async Task FlushAsync()
        {
            var fresh = await AddAsync(table, batch, cancellationToken);
            (added, kept, characters) = (added + fresh, kept + batch.Count - fresh, 0);
            batch.Clear();
        }
    }

    private static async Task<int> AddAsync(TableClient table, List<TableEntity> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
            return 0;
        try
        {
            await table.SubmitTransactionAsync(
                rows.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row)),
                cancellationToken
            );
            return rows.Count;
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            // Some are there: one by one, then.
        }

        var added = 0;
        foreach (var row in rows)
        {
            try
            {
                await table.AddEntityAsync(row, cancellationToken);
                added++;
            }
            catch (RequestFailedException e) when (e.Status == 409)
            {
                // Kept as it is.
            }
        }

        return added;
    }

    /// <exception cref="FormatException">The file has another number of rows than it says: it was cut off or altered.</exception>
    private static async IAsyncEnumerable<string> LinesAsync(
        string file,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        var rows = 0;
        while (await text.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line == string.Create(CultureInfo.InvariantCulture, $"{TableExport.End}{rows}"))
                yield break;
            yield return line.StartsWith(TableExport.End, StringComparison.Ordinal) ? throw Broken(file) : line;
            rows++;
        }

        throw Broken(file);
    }

    private static FormatException Broken(string file) => new($"{file} is not whole.");
}
