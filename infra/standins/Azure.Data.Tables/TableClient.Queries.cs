using System.Linq.Expressions;
using Azure.Core;

namespace Azure.Data.Tables;

public partial class TableClient
{
    /// <summary>The entities that satisfy a filter, in the order of their keys, page by page.</summary>
    /// <param name="filter">OData, or null for all. Values from outside belong in <see cref="CreateQueryFilter(FormattableString)"/>.</param>
    /// <param name="maxPerPage">How many a page has at most; at most 1,000. The service may end a page earlier, even an empty one.</param>
    /// <param name="select">The properties to return, or null for all.</param>
    public virtual AsyncPageable<T> QueryAsync<T>(
        string? filter = null,
        int? maxPerPage = null,
        IEnumerable<string>? select = null,
        CancellationToken cancellationToken = default)
        where T : class, ITableEntity =>
        new TableQuery($"{Name}()", filter, select is null ? null : string.Join(',', select), "NextPartitionKey", "NextRowKey")
            .Run(_rest, maxPerPage, json => EntityReader.Read<T>(json), cancellationToken);

    /// <summary>As the other overload, with the filter as a lambda.</summary>
    /// <exception cref="NotSupportedException">The service has nothing for a part of the lambda.</exception>
    public virtual AsyncPageable<T> QueryAsync<T>(
        Expression<Func<T, bool>> filter,
        int? maxPerPage = null,
        IEnumerable<string>? select = null,
        CancellationToken cancellationToken = default)
        where T : class, ITableEntity =>
        QueryAsync<T>(CreateQueryFilter(filter), maxPerPage, select, cancellationToken);

    /// <summary>The OData of a lambda that compares properties with values.</summary>
    /// <exception cref="NotSupportedException">The service has nothing for a part of the lambda.</exception>
    public static string CreateQueryFilter<T>(Expression<Func<T, bool>> filter) => ODataFilter.From(filter);

    /// <summary>A filter with the values of the interpolated string quoted and escaped.</summary>
    /// <exception cref="ArgumentException">A value is of a type that OData has no literal for.</exception>
    public static string CreateQueryFilter(FormattableString filter) => ODataFilter.From(filter);

    /// <summary>Applies all actions or none: at most 100, of one partition, each entity once.</summary>
    /// <returns>An answer for each action, in their order, with the new ETags.</returns>
    /// <exception cref="InvalidOperationException">There is no action.</exception>
    /// <exception cref="TableTransactionFailedException">An action was refused (404, 409, 412 …); nothing was applied.</exception>
    /// <exception cref="RequestFailedException">The request as a whole failed.</exception>
    public virtual async Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        IEnumerable<TableTransactionAction> transactionActions,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transactionActions);
        var actions = transactionActions.ToList();
        if (actions.Count == 0)
            throw new InvalidOperationException("A transaction must contain at least one action.");

        var parts = actions.ConvertAll(_requests.For);
        try
        {
            var id = Guid.NewGuid();
            using var message = _rest.Create(RequestMethod.Post, "$batch", 202);
            message.Request.Headers.Add(HttpHeader.Names.ContentType, $"multipart/mixed; boundary=batch_{id}");
            message.Request.Content = RequestContent.Create(
                await BatchRequest.WriteAsync(parts.Select(part => part.Request), id, cancellationToken).ConfigureAwait(false));
            var response = await _rest.SendAsync(message, cancellationToken).ConfigureAwait(false);
            return Response.FromValue<IReadOnlyList<Response>>(BatchResponse.Read(response, actions.Count), response);
        }
        finally
        {
            parts.ForEach(part => part.Dispose());
        }
    }
}
