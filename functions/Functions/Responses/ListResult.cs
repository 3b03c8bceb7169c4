using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using PaymentHub.Http;
using PaymentHub.Merchants;

namespace PaymentHub.Functions.Responses;

/// <summary>Pages of lists, as they are on the wire.</summary>
internal static class ListResult
{
    public static IResult Of<TItem, TBody>(Result<ListPage<TItem>> result, Func<TItem, TBody> body) =>
        JsonResult.Of(result, page => Page(page, body));

    public static IResult Of<TItem, TBody>(ListPage<TItem> page, Func<TItem, TBody> body) => JsonResult.Of(Page(page, body));

    /// <summary>As above, written member by member.</summary>
    public static IResult Of<T>(Result<ListPage<T>> result, Action<Utf8JsonWriter, T> write) =>
        result.Match(success => Of(success.Value, write), ProblemResult.Of);

    /// <summary>As above, written member by member.</summary>
    public static IResult Of<T>(ListPage<T> page, Action<Utf8JsonWriter, T> write) =>
        JsonResult.Of(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("data");
            foreach (var item in page.Items)
                write(json, item);
            json.WriteEndArray();
            json.WriteString("next_cursor", page.Next);
            json.WriteEndObject();
        });

    private static Body<TBody> Page<TItem, TBody>(ListPage<TItem> page, Func<TItem, TBody> body) => new([.. page.Items.Select(body)], page.Next);

    private sealed record Body<T>(IReadOnlyList<T> Data, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? NextCursor);
}
