using System.Text.Json;
using System.Text.Json.Serialization;

namespace PaymentHub.Merchants;

/// <summary>
/// Reads request bodies strictly: a misspelt or repeated member is an error and never a silently different payment.
/// </summary>
public static class RequestJson
{
    /// <summary>The largest body that is read, in bytes.</summary>
    public const int MaxBody = 16 * 1024;

    private const string NoObject = "The body must be a JSON object.";

    private static readonly JsonSerializerOptions Strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        MaxDepth = 8,
    };

    /// <summary>Reads a body as a request of that kind.</summary>
    public static Answer<T> Read<T>(ReadOnlySpan<byte> body)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(body, Strict) is { } request
                ? new Answer<T>.Done(request)
                : new Answer<T>.Not(Problem.InvalidRequest("", NoObject));
        }
        catch (JsonException e)
        {
            // The path names the member; the serializer's own words tell about our types and stay inside.
            var field = e.Path is { } path ? path.TrimStart('$').TrimStart('.') : "";
            return new Answer<T>.Not(Problem.InvalidRequest(field, Explain(e, field)));
        }
    }

    private static string Explain(JsonException e, string field)
    {
        if (e.Message.Contains("could not be mapped", StringComparison.Ordinal))
            return "There is no such field here.";
        if (e.Message.StartsWith("Duplicate property", StringComparison.Ordinal))
            return "A field stands there twice.";
        if (field.Length == 0 && e.Message.Contains("could not be converted", StringComparison.Ordinal))
            return NoObject;
        return field.Length > 0 ? "The value is of another type than this field takes." : "The body is not valid JSON.";
    }
}
