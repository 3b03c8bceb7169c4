using System.Text.Json;
using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>The requests that create and delete tables.</summary>
internal static class TableRequests
{
    public static HttpMessage Create(TableRest rest, string table, params ReadOnlySpan<ushort> accepted)
    {
        var message = rest.Create(RequestMethod.Post, "Tables", accepted);
        message.Request.Headers.Add(HttpHeader.Names.ContentType, TableRest.Json);
        message.Request.Headers.Add("Prefer", "return-no-content");
        var body = new Dictionary<string, string> { ["TableName"] = table };
        message.Request.Content = RequestContent.Create(JsonSerializer.SerializeToUtf8Bytes(body));
        return message;
    }

    public static HttpMessage Delete(TableRest rest, string table) =>
        rest.Create(RequestMethod.Delete, $"Tables('{Uri.EscapeDataString(table)}')", 204, 404);
}
