using System.Text.Json;
using System.Text.Json.Nodes;

namespace PaymentHub.Cli;

/// <summary>The JSON object of a file or of standard input.</summary>
internal static class DocumentFile
{
    /// <summary>More than the hub takes.</summary>
    private const int MaxLength = 1 << 20;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>What the hub adds to what it shows, and does not take back.</summary>
    private static readonly string[] Shown =
    [
        "object",
        "merchant",
        "managed_by",
        "shadowed_by_settings",
        "differences",
        "secrets",
        "secret",
        "key",
        "callback_url",
        "mistake",
        "last_used_at",
        "created_at",
        "updated_at",
    ];

    /// <exception cref="CommandException">It cannot be read, or is none.</exception>
    public static JsonObject Read(FileInfo file)
    {
        var (name, text) = ReadText(file);
        try
        {
            // A document holds secrets, so no more is said of it than where it breaks.
            return JsonNode.Parse(text, documentOptions: Strict) as JsonObject
                ?? throw new CommandException(ExitCodes.BadUsage, $"{name} holds no JSON object: it must begin with {{ and end with }}.");
        }
        catch (JsonException e)
        {
            throw new CommandException(ExitCodes.BadUsage, $"{name} is no JSON, or names a member twice: see line {e.LineNumber + 1}.");
        }
    }

    /// <summary>The text of a file or of standard input, and what to call that.</summary>
    /// <exception cref="CommandException">It cannot be read, or is too long.</exception>
    public static (string Name, string Text) ReadText(FileInfo file)
    {
        var name = file.Name == "-" ? "Standard input" : file.Name;
        using var reader = file.Name == "-" ? Console.In : Open(file);
        var buffer = new char[MaxLength + 1];
        var length = reader.ReadBlock(buffer);
        return length <= MaxLength
            ? (name, new string(buffer, 0, length))
            : throw new CommandException(ExitCodes.BadUsage, $"{name} is too long to be a document.");
    }

    /// <summary>Takes out of a document that was shown what is only shown, so that it can be edited and given back.</summary>
    /// <returns>The version that it had when it was shown; null when it names none.</returns>
    public static string? TakeVersion(JsonObject document)
    {
        var isMerchant = document["object"] is JsonValue value && value.TryGetValue<string>(out var kind) && kind == "merchant";
        foreach (var name in isMerchant ? [.. Shown, "accounts", "endpoints", "api_keys"] : Shown)
            document.Remove(name);
        return document.Remove("version", out var version) ? version?.ToString() : null;
    }

    public static StreamReader Open(FileInfo file)
    {
        try
        {
            return file.OpenText();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCodes.BadUsage, $"{file.FullName} cannot be read: {e.Message}");
        }
    }
}
