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

    private static Body<TBody> Page<TItem, TBody>(ListPage<TItem> page, Func<TItem, TBody> body) => new([.. page.Items.Select(body)], page.Next);

    private sealed record Body<T>(IReadOnlyList<T> Data, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? NextCursor);
}
