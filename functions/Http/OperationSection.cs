using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace PaymentHub.Http;

/// <summary>One operation, or one webhook, on the page.</summary>
internal static class OperationSection
{
    /// <summary>Writes the whole section.</summary>
    /// <param name="path">The path; a webhook's name for a webhook.</param>
    public static void Write(Html html, string path, string method, OpenApiOperation operation, bool isWebhook)
    {
        var id = operation.OperationId!;
        html.Raw($"<section class=\"operation\" id=\"{Html.Encode(id)}\"><h3><a class=\"anchor\" href=\"#{Html.Encode(id)}\">")
            .Text(operation.Summary)
            .Raw("</a></h3>");
        html.Raw($"<p class=\"route\"><span class=\"method {method}\">{(isWebhook ? "WEBHOOK" : method.ToUpperInvariant())}</span> ")
            .Element("code", path)
            .Raw("</p>");
        html.Markdown(operation.Description);
        Parameters(html, operation);
        if (operation.RequestBody?.Content is { } content)
            Body(html, isWebhook ? "What you receive" : "Body", content, open: true);
        if (!isWebhook)
            html.Raw("<h4>Try it</h4><pre><code>").Text(Curl(path, method, operation)).Raw("</code></pre>");
        html.Raw($"<h4>{(isWebhook ? "What you answer" : "Answers")}</h4>");
        foreach (var (status, response) in operation.Responses!)
            Response(html, status, response);
        html.Raw("</section>");
    }

    private static void Parameters(Html html, OpenApiOperation operation)
    {
        if (operation.Parameters is not { Count: > 0 } parameters)
            return;
        html.Raw("<h4>Parameters</h4><dl class=\"members\">");
        foreach (var parameter in parameters)
        {
            SchemaTable.Row(
                html,
                parameter.Name!,
                parameter.Schema!,
                parameter.In!.Value.GetDisplayName() + (parameter.Required ? ", required" : ""),
                parameter.Description
            );
        }

        html.Raw("</dl>");
    }

    private static void Body(Html html, string title, IDictionary<string, IOpenApiMediaType> content, bool open)
    {
        foreach (var (mediaType, body) in content)
        {
            html.Raw("<h4>").Text(title).Raw(" <span class=\"note\">").Text(mediaType).Raw("</span></h4>");
            if (body.Schema is { } schema)
            {
                if (schema is OpenApiSchemaReference && !open)
                    html.Raw("<p>").Raw(SchemaTable.TypeOf(schema, named: true)).Raw("</p>");
                else
                    SchemaTable.Write(html, schema);
            }

            Examples(html, body);
        }
    }

    private static void Response(Html html, string status, IOpenApiResponse response)
    {
        html.Raw($"<details class=\"answer\"><summary><span class=\"status s{status[0]}\">{Html.Encode(status)}</span> ")
            .Raw(Markdown.Inline(response.Description))
            .Raw("</summary>");
        foreach (var (mediaType, body) in response.Content?.AsEnumerable() ?? [])
        {
            html.Raw("<p><span class=\"note\">").Text(mediaType).Raw("</span> ");
            if (body.Schema is { } schema)
                html.Raw(SchemaTable.TypeOf(schema, named: true));
            html.Raw("</p>");
            Examples(html, body);
        }

        html.Raw("</details>");
    }

    private static void Examples(Html html, IOpenApiMediaType body)
    {
        foreach (var (_, example) in body.Examples?.AsEnumerable() ?? [])
        {
            if (example.Summary is { Length: > 0 } summary)
                html.Raw("<p class=\"note\">").Text(summary).Raw("</p>");
            html.Raw("<pre><code>").Text(Json(example.Value!)).Raw("</code></pre>");
        }
    }

    private static string Curl(string path, string method, OpenApiOperation operation)
    {
        var query = new List<string>();
        foreach (var parameter in operation.Parameters?.Where(parameter => parameter.Required) ?? [])
        {
            var (name, value) = (parameter.Name!, parameter.Example?.ToString() ?? "");
            if (parameter.In == ParameterLocation.Path)
                path = path.Replace($"{{{name}}}", value.Length > 0 ? value : $"<{name}>", StringComparison.Ordinal);
            else if (parameter.In == ParameterLocation.Query)
                query.Add($"{name}={Uri.EscapeDataString(value)}");
        }

        var curl = new StringBuilder("curl ");
        if (method != "get")
            curl.Append("-X ").Append(method.ToUpperInvariant()).Append(' ');
        curl.Append($"\"$PAYMENTHUB{path}{(query.Count > 0 ? "?" : "")}{string.Join('&', query)}\"");
        if (operation.Security is null)
            curl.Append(" \\\n  -H \"Authorization: Bearer $KEY\"");
        var example = operation
            .RequestBody?.Content?.Where(body => body.Key == "application/json")
            .Select(body => body.Value.Examples?.Values.First())
            .FirstOrDefault();
        if (example is not null)
            curl.Append(" \\\n  -H \"Content-Type: application/json\" \\\n  -d '").Append(Json(example.Value!)).Append('\'');
        return curl.ToString();
    }

    /// <summary>An example as JSON. The library's own writer knows what it has put where null stands.</summary>
    private static string Json(JsonNode value)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        new OpenApiJsonWriter(text).WriteAny(value);
        return text.ToString();
    }
}
