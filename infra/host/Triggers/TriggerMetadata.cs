using System.Text.Json;
using FunctionsHost.Worker.Rpc;

namespace FunctionsHost.Triggers;

/// <summary>What a queue function may bind to besides its message.</summary>
internal static class TriggerMetadata
{
    // Where and how the SDK found the message: nothing for functions.
    private const string System = "sys";

    /// <param name="bindingData">What the SDK knows of the message.</param>
    /// <param name="text">The message, if it is a text: the members of a JSON object are bound to by name.</param>
    /// <returns>
    /// Names that differ in more than their case: the worker puts them into a dictionary that does not tell case, and two such names cost the
    /// invocation.
    /// </returns>
    public static Dictionary<string, TypedData> Of(IReadOnlyDictionary<string, object> bindingData, string? text)
    {
        var metadata = new Dictionary<string, TypedData>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in bindingData)
        {
            if (name == System || value is null)
                continue;
            metadata[name] = value switch
            {
                string plain => new TypedData { String = plain },
                // Numbers and times: the worker takes them in no other form.
                _ => new TypedData { Json = JsonSerializer.Serialize(value, value.GetType()) },
            };
        }

        foreach (var (name, value) in Members(text))
            metadata[name] = value;
        return metadata;
    }

    /// <summary>The members of a JSON object, as the real host has them: no arrays, no nulls, and nothing of an object that is not sound.</summary>
    private static Dictionary<string, TypedData> Members(string? text)
    {
        if (text is null || !text.AsSpan().TrimStart().StartsWith("{"))
            return new Dictionary<string, TypedData>();
        try
        {
            using var json = JsonDocument.Parse(text);
            return json
                .RootElement.EnumerateObject()
                .Where(member => member.Value.ValueKind is not (JsonValueKind.Array or JsonValueKind.Null))
                .GroupBy(member => member.Name, StringComparer.OrdinalIgnoreCase)
                .ToDictionary(group => group.Key, group => Data(group.Last().Value), StringComparer.Ordinal);
        }
        catch (JsonException)
        {
            return new Dictionary<string, TypedData>();
        }
    }

    private static TypedData Data(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => new TypedData { Json = value.GetRawText() },
            _ => new TypedData { String = value.ToString() },
        };
}
