using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace PaymentHub.Http;

/// <summary>A place in the OpenAPI file. References are followed wherever one stands.</summary>
internal sealed class ApiNode
{
    private const string Reference = "$ref";

    private readonly YamlNode _node;
    private readonly YamlMappingNode _root;

    private ApiNode(YamlNode node, YamlMappingNode root)
    {
        _root = root;
        _node = node;
        // A reference may lead to a reference, but the linter lets none lead back to itself.
        while (_node is YamlMappingNode mapping && mapping.Children.TryGetValue(Reference, out var target))
        {
            Remark ??= mapping.Children.TryGetValue("description", out var remark) ? ((YamlScalarNode)remark).Value : null;
            var path = ((YamlScalarNode)target).Value!;
            ReferenceName = path[(path.LastIndexOf('/') + 1)..];
            _node = path.Split('/').Skip(1).Aggregate((YamlNode)root, (at, name) => at[name]);
        }
    }

    /// <summary>The name of the component that a reference led to; null when this was none.</summary>
    public string? ReferenceName { get; }

    /// <summary>What stands beside a reference about this use of the component; null when nothing does.</summary>
    public string? Remark { get; }

    /// <summary>The text; null when this is no scalar.</summary>
    public string? Text => (_node as YamlScalarNode)?.Value;

    public IEnumerable<(string Name, ApiNode Value)> Members =>
        _node is YamlMappingNode mapping
            ? mapping.Children.Select(member => (((YamlScalarNode)member.Key).Value!, new ApiNode(member.Value, _root)))
            : [];

    public IEnumerable<ApiNode> Items => _node is YamlSequenceNode sequence ? sequence.Children.Select(item => new ApiNode(item, _root)) : [];

    public ApiNode? this[string name] =>
        _node is YamlMappingNode mapping && mapping.Children.TryGetValue(name, out var member) ? new ApiNode(member, _root) : null;

    public static ApiNode Root(YamlMappingNode root) => new(root, root);

    /// <summary>The text of a member; empty when there is none.</summary>
    public string Word(string name) => this[name]?.Text ?? "";

    /// <summary>Writes the value as JSON: quoted scalars are text, and plain ones numbers, truth values or null where they can be.</summary>
    public void Write(Utf8JsonWriter json)
    {
        switch (_node)
        {
            case YamlMappingNode:
                json.WriteStartObject();
                foreach (var (name, value) in Members)
                {
                    json.WritePropertyName(name);
                    value.Write(json);
                }

                json.WriteEndObject();
                break;
            case YamlSequenceNode:
                json.WriteStartArray();
                foreach (var item in Items)
                    item.Write(json);
                json.WriteEndArray();
                break;
            case YamlScalarNode { Style: ScalarStyle.Plain, Value: { } plain }
                when plain is "true" or "false" or "null" || plain.All(char.IsAsciiDigit):
                json.WriteRawValue(plain);
                break;
            default:
                json.WriteStringValue(Text);
                break;
        }
    }
}
