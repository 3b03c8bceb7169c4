namespace PaymentHub.Http;

/// <summary>Schemas on the page: a table of members.</summary>
internal static class SchemaTable
{
    /// <summary>Writes an object's members, or what else the schema is.</summary>
    public static void Write(Html html, ApiNode schema)
    {
        var members = schema["properties"]?.Members.ToList() ?? [];
        if (members.Count == 0)
        {
            html.Raw("<p>").Raw(TypeOf(schema, named: false)).Raw("</p>");
            return;
        }

        var required = schema["required"]?.Items.Select(item => item.Text).ToHashSet() ?? [];
        html.Raw("<dl class=\"members\">");
        foreach (var (name, member) in members)
            Row(html, name, member, required.Contains(name) ? "required" : null);
        html.Raw("</dl>");
    }

    /// <summary>Writes one member or parameter.</summary>
    /// <param name="note">What is to be said of it beside its type; null when nothing.</param>
    public static void Row(Html html, string name, ApiNode schema, string? note, string? description = null)
    {
        html.Raw("<dt>").Element("code", name).Raw(" <span class=\"type\">").Raw(TypeOf(schema, named: true)).Raw("</span>");
        if (note is not null)
            html.Raw($" <span class=\"note\">{Html.Encode(note)}</span>");
        html.Raw("</dt><dd>")
            .Raw(Markdown.Inline(description ?? (schema.Remark ?? (schema.ReferenceName is null ? schema.Word("description") : ""))))
            .Raw("</dd>");
    }

    /// <summary>A schema in a few words, as HTML.</summary>
    /// <param name="named">Whether a component is only named, with a link to it.</param>
    public static string TypeOf(ApiNode schema, bool named)
    {
        if (named && schema.ReferenceName is { } component)
            return $"<a href=\"#schema-{component}\">{component}</a>";
        if (schema["const"]?.Text is { } only)
            return $"<code>{Html.Encode(only)}</code>";
        if (schema["enum"] is { } words)
            return Words(words);
        if (schema["x-extensible-enum"] is { } present)
            return $"{Words(present)} · …";
        if ((schema["oneOf"] ?? schema["anyOf"]) is { } choices)
            return string.Join(" or ", choices.Items.Select(choice => TypeOf(choice, named: true)));
        if (schema["items"] is { } item)
            return "array of " + TypeOf(item, named: true);
        if (schema["additionalProperties"] is { Text: null } value)
            return "object of " + TypeOf(value, named: true);

        var type =
            schema["type"] is { } several && several.Items.Any() ? string.Join(" or ", several.Items.Select(one => one.Text)) : schema.Word("type");
        return string.Join(", ", new[] { type, schema.Word("format"), Limits(schema) }.Where(part => part.Length > 0).Select(Html.Encode));
    }

    private static string Words(ApiNode words) => string.Join(" · ", words.Items.Select(word => $"<code>{Html.Encode(word.Text!)}</code>"));

    private static string Limits(ApiNode schema) =>
        (schema.Word("minimum"), schema.Word("maximum"), schema.Word("maxLength")) switch
        {
            ({ Length: > 0 } least, { Length: > 0 } max, _) => $"{least} to {max}",
            (_, _, { Length: > 0 } length) => $"at most {length} characters",
            _ => "",
        };
}
