using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Storage;

namespace PaymentHub.Operations;

/// <summary>
/// What has to be true before the first function runs: the settings have no mistakes, our tables and queues exist, and an account whose identity has
/// changed is not served. The triggers create nothing, so the app does.
/// </summary>
public sealed partial class StorageSetup(
    StorageClients storage,
    MerchantDirectory directory,
    DirectoryRefresh refresh,
    AccountIdentities identities,
    ILogger<StorageSetup> logger
) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var tables = TableNames.All.Select(name => storage.Tables.CreateTableIfNotExistsAsync(name, cancellationToken) as Task);
        var queues = QueueNames.All.Select(name => storage.Queue(name).CreateIfNotExistsAsync(cancellationToken: cancellationToken) as Task);
        try
        {
            await Task.WhenAll([.. tables, .. queues]);
            // Those of the settings: one of the table was checked when it was written. A mistake of one account's is no reason to stop the others.
            if (await identities.CheckAsync(directory.Accounts, cancellationToken) is { Count: > 0 } mistakes)
                directory.PutOut(mistakes);
            await refresh.StartAsync(cancellationToken);
        }
        catch (Exception e) when (StorageFaults.IsUnavailable(e))
        {
            throw new InvalidOperationException(
                $"Storage cannot be reached: check AzureWebJobsStorage, and locally that Azurite runs. Tried: {storage.Target}. {e.GetBaseException().Message}",
                e
            );
        }

        Log.Ready(logger, directory.Accounts.Count, TableNames.All.Count, QueueNames.All.Count);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "PaymentHub is ready: {Accounts} accounts, {Tables} tables, {Queues} queues.")]
        public static partial void Ready(ILogger logger, int accounts, int tables, int queues);
    }
}
