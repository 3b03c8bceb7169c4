using System.Text.Json;
using Azure.Core;
using Azure.Data.Tables.Models;

namespace Azure.Data.Tables;

/// <summary>One table: its entities one by one, in queries and in transactions.</summary>
/// <remarks>Every failure is a <see cref="RequestFailedException"/> with the status and the service's error code.</remarks>
public partial class TableClient
{
    private readonly TableRest _rest = null!;
    private readonly EntityRequests _requests = null!;

    /// <exception cref="FormatException">The connection string is malformed or incomplete.</exception>
    public TableClient(string connectionString, string tableName)
        : this(connectionString, tableName, null)
    {
    }

    /// <exception cref="FormatException">The connection string is malformed or incomplete.</exception>
    public TableClient(string connectionString, string tableName, TableClientOptions? options = null)
        : this(TableRest.From(connectionString, options), tableName)
    {
    }

    public TableClient(Uri endpoint, string tableName, TableSharedKeyCredential credential)
        : this(endpoint, tableName, credential, null)
    {
    }

    public TableClient(Uri endpoint, string tableName, TableSharedKeyCredential credential, TableClientOptions? options = null)
        : this(TableRest.From(endpoint, credential, options), tableName)
    {
    }

    public TableClient(Uri endpoint, string tableName, TokenCredential tokenCredential, TableClientOptions? options = null)
        : this(TableRest.From(endpoint, tokenCredential, options), tableName)
    {
    }

    internal TableClient(TableRest rest, string tableName)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        _rest = rest;
        _requests = new EntityRequests(rest, tableName);
        Name = tableName;
    }

    /// <summary>For mocks.</summary>
    protected TableClient() => Name = "";

    public virtual string Name { get; }

    public virtual string AccountName => _rest.AccountName;

    public virtual Uri Uri => new($"{_rest.Endpoint}/{Name}");

    /// <exception cref="RequestFailedException">409: there is such a table, or it is still being deleted.</exception>
    public virtual async Task<Response<TableItem>> CreateAsync(CancellationToken cancellationToken = default)
    {
        using var message = TableRequests.Create(_rest, Name, 201, 204);
        var response = await _rest.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(new TableItem(Name), response);
    }

    /// <summary>Creates the table unless it is there.</summary>
    /// <exception cref="RequestFailedException">409: it is still being deleted.</exception>
    public virtual async Task<Response<TableItem>> CreateIfNotExistsAsync(CancellationToken cancellationToken = default)
    {
        using var message = TableRequests.Create(_rest, Name, 201, 204, 409);
        var response = await _rest.SendAsync(message, cancellationToken).ConfigureAwait(false);
        if (response.Status == 409 && TablesErrorParser.Read(response)?.Code != TableErrorCode.TableAlreadyExists)
            throw new RequestFailedException(response);
        return Response.FromValue(new TableItem(Name), response);
    }

    /// <summary>Deletes the table; that it is missing is no error.</summary>
    public virtual async Task<Response> DeleteAsync(CancellationToken cancellationToken = default)
    {
        using var message = TableRequests.Delete(_rest, Name);
        return await _rest.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    /// <exception cref="RequestFailedException">409: there is an entity with this key.</exception>
    public virtual async Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        ArgumentNullException.ThrowIfNull(entity);
        using var message = _requests.Add(entity);
        return await _rest.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    /// <exception cref="RequestFailedException">404: there is no such entity.</exception>
    public virtual async Task<Response<T>> GetEntityAsync<T>(
        string partitionKey,
        string rowKey,
        IEnumerable<string>? select = null,
        CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        using var message = Get(partitionKey, rowKey, select, 200);
        var response = await _rest.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(Entity<T>(response), response);
    }

    /// <summary>The entity, or an answer whose HasValue is false.</summary>
    public virtual async Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
        string partitionKey,
        string rowKey,
        IEnumerable<string>? select = null,
        CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        using var message = Get(partitionKey, rowKey, select, 200, 404);
        var response = await _rest.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return response.Status == 404 ? new NoEntity<T>(response) : Response.FromValue(Entity<T>(response), response);
    }

    /// <summary>Writes the entity whether or not there is one with its key.</summary>
    public virtual async Task<Response> UpsertEntityAsync<T>(
        T entity,
        TableUpdateMode mode = TableUpdateMode.Merge,
        CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        ArgumentNullException.ThrowIfNull(entity);
        using var message = _requests.Write(entity, mode);
        return await _rest.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    /// <param name="ifMatch">The expected version, or <see cref="ETag.All"/> for any.</param>
    /// <exception cref="ArgumentException"><paramref name="ifMatch"/> is the default.</exception>
    /// <exception cref="RequestFailedException">404: there is no such entity; 412: it has another version.</exception>
    public virtual async Task<Response> UpdateEntityAsync<T>(
        T entity,
        ETag ifMatch,
        TableUpdateMode mode = TableUpdateMode.Merge,
        CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        ArgumentNullException.ThrowIfNull(entity);
        if (ifMatch == default)
            throw new ArgumentException("Value cannot be empty.", nameof(ifMatch));

        using var message = _requests.Write(entity, mode, ifMatch);
        return await _rest.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes the entity; that it is missing is no error, the answer is then a 404.</summary>
    /// <param name="ifMatch">The expected version; the default is any.</param>
    /// <exception cref="RequestFailedException">412: it has another version.</exception>
    public virtual async Task<Response> DeleteEntityAsync(
        string partitionKey,
        string rowKey,
        ETag ifMatch = default,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(partitionKey);
        ArgumentNullException.ThrowIfNull(rowKey);
        using var message = _requests.Delete(partitionKey, rowKey, ifMatch);
        return await _rest.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>As the other overload: the entity's own version does not count, only <paramref name="ifMatch"/>.</summary>
    public virtual Task<Response> DeleteEntityAsync(ITableEntity entity, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return DeleteEntityAsync(entity.PartitionKey, entity.RowKey, ifMatch, cancellationToken);
    }

    private HttpMessage Get(string partitionKey, string rowKey, IEnumerable<string>? select, params ReadOnlySpan<ushort> accepted)
    {
        ArgumentNullException.ThrowIfNull(partitionKey);
        ArgumentNullException.ThrowIfNull(rowKey);
        var message = _rest.Create(RequestMethod.Get, TableRest.EntityPath(Name, partitionKey, rowKey), accepted);
        if (select is not null)
            message.Request.Uri.AppendQuery("$select", string.Join(',', select), escapeValue: true);
        return message;
    }

    private static T Entity<T>(Response response)
        where T : class, ITableEntity
    {
        using var json = JsonDocument.Parse(response.Content);
        return EntityReader.Read<T>(json.RootElement, response.Headers.TryGetValue(HttpHeader.Names.ETag, out var etag) ? etag : null);
    }
}
