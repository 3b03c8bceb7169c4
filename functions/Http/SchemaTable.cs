using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace PaymentHub.Http;

/// <summary>Schemas on the page: a table of members.</summary>
internal static class SchemaTable
{
    /// <summary>Writes an object's members, or what else the schema is.</summary>
    public static void Write(Html html, IOpenApiSchema schema)
    {
        if (schema.Properties is not { Count: > 0 } members)
        {
            html.Raw("<p>").Raw(TypeOf(schema, named: false)).Raw("</p>");
            return;
        }

        html.Raw("<dl class=\"members\">");
        foreach (var (name, member) in members)
            Row(html, name, member, schema.Required?.Contains(name) == true ? "required" : null);
        html.Raw("</dl>");
    }

    /// <summary>Writes one member or parameter.</summary>
    /// <param name="note">What is to be said of it beside its type; null when nothing.</param>
    public static void Row(Html html, string name, IOpenApiSchema schema, string? note, string? description = null)
    {
        html.Raw("<dt>").Element("code", name).Raw(" <span class=\"type\">").Raw(TypeOf(schema, named: true)).Raw("</span>");
        if (note is not null)
            html.Raw($" <span class=\"note\">{Html.Encode(note)}</span>");
        html.Raw("</dt><dd>")
            .Raw(Markdown.Inline(description ?? (schema is OpenApiSchemaReference used ? used.Reference.Description : schema.Description)))
            .Raw("</dd>");
    }

    /// <summary>A schema in a few words, as HTML.</summary>
    /// <param name="named">Whether a component is only named, with a link to it.</param>
    public static string TypeOf(IOpenApiSchema schema, bool named)
    {
        if (named && schema is OpenApiSchemaReference { Reference.Id: { } component })
            return $"<a href=\"#schema-{component}\">{component}</a>";
        if (schema.Const is { } only)
            return $"<code>{Html.Encode(schema.Type == JsonSchemaType.Boolean ? only.ToLowerInvariant() : only)}</code>";
        if (schema.Enum is { } words)
            return Words(words);
        if (schema.Extensions?.TryGetValue("x-extensible-enum", out var today) == true && today is JsonNodeExtension { Node: JsonArray present })
            return $"{Words(present)} · …";
        if ((schema.OneOf ?? schema.AnyOf) is { } choices)
            return string.Join(" or ", choices.Select(choice => TypeOf(choice, named: true)));
        if (schema.Items is { } item)
            return "array of " + TypeOf(item, named: true);
        if (schema.AdditionalProperties is { } value)
            return "object of " + TypeOf(value, named: true);

        var type = string.Join(" or ", schema.Type?.ToIdentifiers() ?? []);
        return string.Join(", ", new[] { type, schema.Format, Limits(schema) }.OfType<string>().Where(part => part.Length > 0).Select(Html.Encode));
    }

    private static string Words(IEnumerable<JsonNode?> words) =>
        string.Join(" · ", words.Select(word => $"<code>{Html.Encode(word!.ToString())}</code>"));

    private static string Limits(IOpenApiSchema schema) =>
        (schema.Minimum, schema.Maximum, schema.MaxLength) switch
        {
            ({ } least, { } max, _) => $"{least} to {max}",
            (_, _, { } length) => $"at most {length} characters",
            _ => "",
        };
}
