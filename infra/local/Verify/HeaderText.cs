using System.Text.Json;

namespace PaymentHub.Local.Verify;

/// <summary>Headers as they come out of logs and tools: lines with colons, also with curl's arrows before them, or one JSON object.</summary>
internal static class HeaderText
{
    /// <summary>Names and values in the order in which they stand.</summary>
    public static IReadOnlyList<(string Name, string Value)> Read(string text)
    {
        text = text.Trim().TrimStart('\uFEFF');
        return text.StartsWith('{') && FromJson(text) is { } headers ? headers : [.. text.Split('\n').Select(FromLine).OfType<(string, string)>()];
    }

    // A request line ("POST /hooks HTTP/1.1") has no colon before its first space, and is no header.
    private static (string Name, string Value)? FromLine(string line)
    {
        line = line.Trim().TrimStart('>', '<', '*').Trim();
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && !line[..colon].Contains(' ', StringComparison.Ordinal) ? (line[..colon], line[(colon + 1)..].Trim()) : null;
    }

    private static List<(string Name, string Value)>? FromJson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return [.. json.RootElement.EnumerateObject().SelectMany(member => Values(member.Value).Select(value => (member.Name, value.Trim())))];
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Values(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Array => value.EnumerateArray().SelectMany(Values),
            JsonValueKind.Object or JsonValueKind.Null => [],
            _ => [value.ToString()],
        };
}
