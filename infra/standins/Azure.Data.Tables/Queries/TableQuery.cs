using System.Globalization;
using System.Text.Json;
using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>A GET that answers in pages, of entities or of tables.</summary>
/// <param name="Path">Below the endpoint.</param>
/// <param name="Filter">OData, or null for all.</param>
/// <param name="Select">The properties to return, or null for all.</param>
/// <param name="Next">The parameters that continue the query; their headers have the same names behind <c>x-ms-continuation-</c>.</param>
internal sealed record TableQuery(string Path, string? Filter, string? Select, params string[] Next)
{
    public AsyncPageable<T> Run<T>(TableRest rest, int? pageSize, Func<JsonElement, T> read, CancellationToken cancellationToken)
        where T : notnull =>
        new TablePageable<T>((continuation, size, token) => PageAsync(rest, continuation, size, read, token), pageSize, cancellationToken);

    private async Task<Page<T>> PageAsync<T>(
        TableRest rest,
        string? continuation,
        int? size,
        Func<JsonElement, T> read,
        CancellationToken cancellationToken)
    {
        using var message = rest.Create(RequestMethod.Get, Path, 200);
        var uri = message.Request.Uri;
        Append(uri, "$filter", Filter);
        Append(uri, "$select", Select);
        Append(uri, "$top", size?.ToString(CultureInfo.InvariantCulture));
        Continue(uri, continuation);
        var response = await rest.SendAsync(message, cancellationToken).ConfigureAwait(false);
        using var json = JsonDocument.Parse(response.Content);
        var items = json.RootElement.GetProperty("value").EnumerateArray().Select(read).ToList();
        return Page<T>.FromValues(items, Token(response), response);
    }

    private static void Append(RequestUriBuilder uri, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            uri.AppendQuery(name, Uri.EscapeDataString(value), escapeValue: false);
    }

    // The token is opaque to the caller: the values in their order, escaped, with a space between. The service may give a
    // partition without a row, which then must not be sent.
    private string? Token(Response response)
    {
        var values = Next.Select(name => response.Headers.TryGetValue($"x-ms-continuation-{name}", out var value) ? value : "").ToList();
        return values[0].Length == 0 ? null : string.Join(' ', values.Select(Uri.EscapeDataString));
    }

    private void Continue(RequestUriBuilder uri, string? token)
    {
        if (token is null)
            return;

        foreach (var (name, value) in Next.Zip(token.Split(' ')))
            Append(uri, name, Uri.UnescapeDataString(value));
    }
}
