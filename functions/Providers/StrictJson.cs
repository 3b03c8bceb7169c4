using System.Text.Json;
using System.Text.Unicode;

namespace PaymentHub.Providers;

/// <summary>Reads JSON from outside, and tells apart what is broken from what can be read in two ways.</summary>
internal static class StrictJson
{
    private static readonly JsonDocumentOptions Limits = new() { MaxDepth = 32 };

    /// <summary>A text without the UTF-8 byte order mark that some write in front of it, and that is no part of it.</summary>
    public static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> text) => text.Span.StartsWith("\uFEFF"u8) ? text[3..] : text;

    /// <summary>Parses a whole JSON text.</summary>
    /// <param name="root">The value, unless the text is broken.</param>
    public static JsonValidity Read(ReadOnlyMemory<byte> json, out JsonElement root)
    {
        root = default;
        json = WithoutMark(json);
        // The parser looks at the bytes of a string only when somebody asks for it.
        if (!Utf8.IsValid(json.Span))
            return JsonValidity.Invalid;
        try
        {
            using var document = JsonDocument.Parse(json, Limits);
            var repeated = HasRepeatedNames(document.RootElement);
            root = document.RootElement.Clone();
            return repeated ? JsonValidity.DuplicateNames : JsonValidity.Valid;
        }
        catch (JsonException)
        {
            return JsonValidity.Invalid;
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair: valid JSON, but no text.
            return JsonValidity.Invalid;
        }
    }

    // Walks to the end even after the first repetition, so that every string is looked at and "broken" wins.
    private static bool HasRepeatedNames(JsonElement element)
    {
        var repeated = false;
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var names = new HashSet<string>(StringComparer.Ordinal);
                foreach (var property in element.EnumerateObject())
                {
                    repeated |= !names.Add(property.Name);
                    repeated |= HasRepeatedNames(property.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    repeated |= HasRepeatedNames(item);
                break;
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            default:
                break;
        }

        return repeated;
    }
}

/// <summary>What a strict look at a JSON text came to.</summary>
internal enum JsonValidity
{
    /// <summary>It can be read in one way.</summary>
    Valid,

    /// <summary>It is no JSON, or holds texts that are no Unicode.</summary>
    Invalid,

    /// <summary>An object somewhere in it has the same name twice, so that two readers may see two different things.</summary>
    DuplicateNames,
}
