using System.CommandLine;
using Azure;
using Azure.Data.Tables;
using Azure.Identity;
using PaymentHub.Tables;

var folder = new Argument<DirectoryInfo>("folder") { Description = "Where the files are: one for each table." };
var account = new Option<string?>("--account")
{
    Description =
        "The storage account's name, with whoever is signed in (az login) or the machine's identity. Without it: the connection string in AzureWebJobsStorage.",
};
var only = new Option<string[]>("--table")
{
    Description = "Only this table; may be given more than once. Without it: all of them.",
    AllowMultipleArgumentsPerToken = false,
};

var export = new Command(
    "export",
    "Writes every row of the tables to files. It reads while others write: for one moment in time, stop the app first."
)
{
    folder,
    account,
    only,
};
export.SetAction((parsed, cancellationToken) => RunAsync(parsed, new TableExport(Console.WriteLine).RunAsync, cancellationToken));
var import = new Command("import", "Adds the rows that a table lacks. What is there stays as it is: nothing newer is ever replaced.")
{
    folder,
    account,
    only,
};
import.SetAction((parsed, cancellationToken) => RunAsync(parsed, new TableImport(Console.WriteLine).RunAsync, cancellationToken));
return await new RootCommand("Exports and imports the hub's tables.") { export, import }
    .Parse(args)
    .InvokeAsync();

async Task<int> RunAsync(
    ParseResult parsed,
    Func<TableServiceClient, DirectoryInfo, IReadOnlyList<string>, CancellationToken, Task> work,
    CancellationToken cancellationToken
)
{
    var connection = Environment.GetEnvironmentVariable("AzureWebJobsStorage");
    var client =
        parsed.GetValue(account) is { } name ? new TableServiceClient(new Uri($"https://{name}.table.core.windows.net"), new DefaultAzureCredential())
        : string.IsNullOrEmpty(connection) ? null
        : new TableServiceClient(connection);
    if (client is null)
    {
        await Console.Error.WriteLineAsync(
            "Say which storage account: --account <name>, or a connection string in the environment variable AzureWebJobsStorage."
        );
        return 1;
    }

    try
    {
        await work(client, parsed.GetValue(folder)!, parsed.GetValue(only) ?? [], cancellationToken);
        return 0;
    }
    catch (Exception e) when (e is RequestFailedException or AuthenticationFailedException or IOException or FormatException or AggregateException)
    {
        await Console.Error.WriteLineAsync(e.GetBaseException().Message);
        return 1;
    }
}
