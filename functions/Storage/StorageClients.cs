using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;

namespace PaymentHub.Storage;

/// <summary>
/// The clients of our tables and queues, from the same setting the host uses: <c>AzureWebJobsStorage</c> as a connection string, or
/// <c>AzureWebJobsStorage__tableServiceUri</c> and <c>__queueServiceUri</c> with the app's identity.
/// </summary>
public sealed class StorageClients
{
    private const string Setting = "AzureWebJobsStorage";

    private readonly Func<string, QueueClient> _queue;

    public StorageClients(IConfiguration configuration, IEnumerable<StoragePolicy> policies)
    {
        var tables = new TableClientOptions();
        var queues = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 };
        Prepare(tables, "tables", policies);
        Prepare(queues, "queues", policies);

        string[] settings = [Setting, .. configuration.GetSection(Setting).GetChildren().Select(child => $"{Setting}:{child.Key}")];
        if (settings.FirstOrDefault(name => KeyVaultReference.IsUnresolved(configuration[name])) is { } unresolved)
            throw new InvalidOperationException($"{unresolved.Replace(":", "__", StringComparison.Ordinal)} {KeyVaultReference.Mistake}.");

        if (configuration[Setting] is { Length: > 0 } connectionString)
        {
            Tables = new TableServiceClient(connectionString, tables);
            As = "the key or signature of the connection string";
            _queue = name => new QueueClient(connectionString, name, queues);
            return;
        }

        var identity = new DefaultAzureCredential(
            new DefaultAzureCredentialOptions { ManagedIdentityClientId = configuration[$"{Setting}:clientId"] }
        );
        Tables = new TableServiceClient(Address(configuration, "table"), identity, tables);
        As = configuration[$"{Setting}:clientId"] is { Length: > 0 } client ? $"the identity {client}" : "the app's own identity";
        var queueService = Address(configuration, "queue");
        _queue = name => new QueueClient(new Uri($"{queueService.AbsoluteUri.TrimEnd('/')}/{name}"), identity, queues);
    }

    /// <summary>The table service.</summary>
    public TableServiceClient Tables { get; }

    private string As { get; }

    /// <summary>Where storage is looked for and with which identity, to find out why it cannot be reached; contains no secret.</summary>
    public string Target => $"tables at {WithoutQuery(Tables.Uri)}, queues at {WithoutQuery(Queue(QueueNames.Webhooks).Uri)}, as {As}";

    /// <summary>A table of ours.</summary>
    public TableClient Table(string name) => Tables.GetTableClient(name);

    /// <summary>A queue of ours; its messages are base64, as the host expects them.</summary>
    public QueueClient Queue(string name) => _queue(name);

    // A signature would stand in the query.
    private static string WithoutQuery(Uri address) => address.GetLeftPart(UriPartial.Path);

    private static void Prepare(ClientOptions options, string service, IEnumerable<StoragePolicy> policies)
    {
        // A callback's sender waits for our answer and soon gives up: a quick 503 and its retry are better than a hang.
        options.Retry.MaxRetries = 3;
        options.Retry.Delay = TimeSpan.FromMilliseconds(200);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(2);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(10);
        options.AddPolicy(new StorageMeter(service), HttpPipelinePosition.PerRetry);
        foreach (var policy in policies)
            options.AddPolicy(policy.Policy, policy.Position);
    }

    private static Uri Address(IConfiguration configuration, string service)
    {
        if (configuration[$"{Setting}:{service}ServiceUri"] is { Length: > 0 } address)
            return new Uri(address);
        if (configuration[$"{Setting}:accountName"] is { Length: > 0 } account)
            return new Uri($"https://{account}.{service}.core.windows.net");
        throw new InvalidOperationException(
            $"There is no storage: set {Setting} to a connection string, or {Setting}__accountName (or {Setting}__tableServiceUri and {Setting}__queueServiceUri) for the app's identity."
        );
    }
}

/// <summary>Something that sees every call to storage, for measuring or testing; register any number of them.</summary>
/// <param name="Policy">What sees the calls.</param>
/// <param name="Position">Whether it sees each call once, or each of its tries.</param>
public sealed record StoragePolicy(HttpPipelinePolicy Policy, HttpPipelinePosition Position);
