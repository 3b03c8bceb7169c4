using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PaymentHub.Http;
using PaymentHub.Merchants;

namespace PaymentHub.Functions.Responses;

/// <summary>Pages of lists, as they are on the wire.</summary>
internal static class ListResult
{
    public static IResult Of<T>(Result<ListPage<T>> result, Action<Utf8JsonWriter, T> write) => result switch
    {
        Result<ListPage<T>>.Success success => Of(success.Value, write),
        Result<ListPage<T>>.Failure failure => ProblemResult.Of(failure.Problem),
        _ => throw new InvalidOperationException("An answer is done or not."),
    };

    public static IResult Of<T>(ListPage<T> page, Action<Utf8JsonWriter, T> write) => JsonResult.Of(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("data");
        foreach (var item in page.Items)
            write(json, item);
        json.WriteEndArray();
        json.WriteString("next_cursor", page.Next);
        json.WriteEndObject();
    });
}
