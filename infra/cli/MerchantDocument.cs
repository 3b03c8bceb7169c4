using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using YamlDotNet.Serialization;

namespace PaymentHub.Cli;

/// <summary>A merchant with all its parts as one document, YAML or JSON.</summary>
internal static class MerchantDocument
{
    /// <summary>The members that hold parts, the parts' paths below the merchant's, and what one is called.</summary>
    public static readonly (string Member, string Path, string Kind)[] Parts =
    [
        ("accounts", "accounts", "account"),
        ("endpoints", "endpoints", "endpoint"),
        ("api_keys", "api-keys", "api key"),
    ];

    /// <exception cref="CommandException">It cannot be read, or is none.</exception>
    public static JsonObject Read(FileInfo file)
    {
        var (name, text) = DocumentFile.ReadText(file);
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents is [{ RootNode: YamlMappingNode root }]
                ? ToJson(root)
                : throw new CommandException(ExitCodes.BadUsage, $"{name} must hold one document, a merchant with its id.");
        }
        catch (Exception e) when (e is YamlException or ArgumentException or InvalidCastException)
        {
            // It holds secrets, so no more is said of it than where it breaks.
            var where = e is YamlException yaml ? $": see line {yaml.Start.Line}" : "";
            throw new CommandException(ExitCodes.BadUsage, $"{name} is neither YAML nor JSON, or names a member twice{where}.");
        }
    }

    /// <summary>The text that <see cref="Read"/> takes.</summary>
    public static string Write(JsonObject document) => new SerializerBuilder().WithQuotingNecessaryStrings().Build().Serialize(Plain(document)!);

    /// <summary>The parts of one kind, which each have an id.</summary>
    /// <exception cref="CommandException">They are none.</exception>
    public static List<JsonObject> TakeParts(JsonObject document, string member)
    {
        if (!document.Remove(member, out var node) || node is null)
            return [];
        if (node is not JsonArray items || items.Any(item => item is not JsonObject || Id(item) is null))
            throw new CommandException(ExitCodes.BadUsage, $"{member} must be a list of documents that each have an id.");
        return [.. items.Select(item => item!.DeepClone().AsObject())];
    }

    public static string? Id(JsonNode? document) =>
        document?["id"] is JsonValue value && value.TryGetValue<string>(out var id) && id.Trim('.').Length > 0 ? id : null;

    private static JsonObject ToJson(YamlMappingNode mapping)
    {
        var members = new JsonObject();
        foreach (var (key, value) in mapping.Children)
            members[((YamlScalarNode)key).Value ?? ""] = ToJson(value);
        return members;
    }

    private static JsonNode? ToJson(YamlNode node) =>
        node switch
        {
            YamlMappingNode mapping => ToJson(mapping),
            YamlSequenceNode items => new JsonArray([.. items.Children.Select(ToJson)]),
            YamlScalarNode { Style: ScalarStyle.Plain, Value: { } text } => Plain(text),
            YamlScalarNode scalar => scalar.Value,
            _ => null,
        };

    // As YAML's core schema reads what stands without quotes.
    private static JsonNode? Plain(string text) =>
        text switch
        {
            "" or "~" or "null" => null,
            "true" => true,
            "false" => false,
            _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
            _ when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            _ => text,
        };

    private static object? Plain(JsonNode? node) =>
        node switch
        {
            JsonObject members => members.ToDictionary(member => member.Key, member => Plain(member.Value)),
            JsonArray items => items.Select(Plain).ToList(),
            JsonValue value when value.TryGetValue<bool>(out var yes) => yes,
            JsonValue value when value.TryGetValue<decimal>(out var number) => number,
            _ => node?.ToString(),
        };
}
