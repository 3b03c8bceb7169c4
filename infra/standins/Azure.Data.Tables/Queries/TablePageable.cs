using System.Runtime.CompilerServices;

namespace Azure.Data.Tables;

/// <summary>A query's pages, fetched as they are read.</summary>
/// <param name="fetch">Gets the page at a continuation token (null: the first) of at most so many items.</param>
/// <param name="pageSize">How many items a page has at most when the reader does not say; null leaves it to the service.</param>
internal sealed class TablePageable<T>(
    Func<string?, int?, CancellationToken, Task<Page<T>>> fetch,
    int? pageSize,
    CancellationToken cancellationToken)
    : AsyncPageable<T>(cancellationToken)
    where T : notnull
{
    public override IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null) =>
        Pages(continuationToken, pageSizeHint ?? pageSize, CancellationToken);

    // The reader's own token (WithCancellation) takes the place of the query's.
    public override async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        var token = cancellationToken.CanBeCanceled ? cancellationToken : CancellationToken;
        await foreach (var page in Pages(null, pageSize, token).ConfigureAwait(false))
        {
            foreach (var item in page.Values)
                yield return item;
        }
    }

    private async IAsyncEnumerable<Page<T>> Pages(
        string? continuationToken,
        int? size,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        do
        {
            var page = await fetch(continuationToken, size, cancellationToken).ConfigureAwait(false);
            yield return page;
            continuationToken = page.ContinuationToken;
        }
        while (continuationToken is not null);
    }
}
