using System.Text.Json;
using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>Reads code and message from the service's OData errors; bodies of another kind leave the code in a header.</summary>
internal sealed class TablesErrorParser : RequestFailedDetailsParser
{
    public static readonly TablesErrorParser Shared = new();

    public override bool TryParse(Response response, out ResponseError? error, out IDictionary<string, string>? data)
    {
        data = null;
        error = Read(response);
        return error is not null;
    }

    internal static ResponseError? Read(Response response) =>
        Body(response) ?? (response.Headers.TryGetValue("x-ms-error-code", out var code) ? new ResponseError(code, null) : null);

    private static ResponseError? Body(Response response)
    {
        if (response.ContentStream is not MemoryStream { Length: > 0 })
            return null;

        try
        {
            using var json = JsonDocument.Parse(response.Content);
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("odata.error", out var error))
                return null;

            var code = error.GetProperty("code").GetString();
            var message = error.TryGetProperty("message", out var text) ? text.GetProperty("value").GetString() : null;
            return new ResponseError(code, message);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            // Some proxy's page or the emulator's XML: the status is what there is to say.
            return null;
        }
    }
}
