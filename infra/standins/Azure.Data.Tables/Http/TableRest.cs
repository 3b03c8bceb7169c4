using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Data.Tables;

/// <summary>Sends requests of the table service's REST protocol through Azure.Core's pipeline.</summary>
internal sealed class TableRest
{
    public const string Metadata = "application/json;odata=minimalmetadata";
    public const string Json = "application/json";

    private readonly HttpPipeline _pipeline;
    private readonly string _version;

    /// <param name="authentication">Runs once per try, so that each carries a fresh date or token.</param>
    public TableRest(Uri endpoint, string accountName, HttpPipelinePolicy authentication, TableClientOptions? options)
    {
        options ??= new TableClientOptions();
        Endpoint = endpoint.GetLeftPart(UriPartial.Path).TrimEnd('/');
        AccountName = accountName;
        _version = options.Version;
        _pipeline = HttpPipelineBuilder.Build(new HttpPipelineOptions(options)
        {
            PerRetryPolicies = { authentication },
            RequestFailedDetailsParser = TablesErrorParser.Shared,
        });
    }

    /// <summary>The account's address without a slash at its end.</summary>
    public string Endpoint { get; }

    public string AccountName { get; }

    public static TableRest From(string connectionString, TableClientOptions? options)
    {
        var (endpoint, accountName, authentication) = ConnectionString.Parse(connectionString);
        return new TableRest(endpoint, accountName, authentication, options);
    }

    public static TableRest From(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions? options)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(credential);
        return new TableRest(endpoint, credential.AccountName, new SharedKeyPolicy(credential, TimeProvider.System), options);
    }

    public static TableRest From(Uri endpoint, TokenCredential credential, TableClientOptions? options)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(credential);
        var audience = options?.Audience ?? TableAudience.AzurePublicCloud;
        var authentication = new BearerTokenAuthenticationPolicy(credential, audience.DefaultScope);
        return new TableRest(endpoint, ConnectionString.AccountNameOf(endpoint), authentication, options);
    }

    /// <summary>The path of an entity: quotes are doubled for OData, then everything is escaped for the address.</summary>
    public static string EntityPath(string table, string partitionKey, string rowKey) =>
        $"{table}(PartitionKey='{Escape(partitionKey)}',RowKey='{Escape(rowKey)}')";

    /// <param name="path">Below the endpoint, escaped.</param>
    /// <param name="accepted">The statuses that are no error.</param>
    public HttpMessage Create(RequestMethod method, string path, params ReadOnlySpan<ushort> accepted)
    {
        var message = _pipeline.CreateMessage(null, new StatusCodeClassifier(accepted));
        var request = message.Request;
        request.Method = method;
        request.Uri.Reset(new Uri($"{Endpoint}/{path}"));
        request.Headers.Add("x-ms-version", _version);
        request.Headers.Add("DataServiceVersion", "3.0");
        request.Headers.Add(HttpHeader.Names.Accept, Metadata);
        return message;
    }

    /// <exception cref="RequestFailedException">The answer has another status than the accepted ones, or none came.</exception>
    public async Task<Response> SendAsync(HttpMessage message, CancellationToken cancellationToken)
    {
        await _pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return message.Response.IsError ? throw new RequestFailedException(message.Response) : message.Response;
    }

    private static string Escape(string key) => Uri.EscapeDataString(key.Replace("'", "''", StringComparison.Ordinal));
}
