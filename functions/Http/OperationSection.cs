using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PaymentHub.Http;

/// <summary>One operation, or one webhook, on the page.</summary>
internal static class OperationSection
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the whole section.</summary>
    /// <param name="path">The path; a webhook's name for a webhook.</param>
    public static void Write(Html html, string path, string method, ApiNode operation, bool isWebhook)
    {
        var id = operation.Word("operationId");
        html.Raw($"<section class=\"operation\" id=\"{Html.Encode(id)}\"><h3><a class=\"anchor\" href=\"#{Html.Encode(id)}\">")
            .Text(operation.Word("summary"))
            .Raw("</a></h3>");
        html.Raw($"<p class=\"route\"><span class=\"method {method}\">{(isWebhook ? "WEBHOOK" : method.ToUpperInvariant())}</span> ")
            .Element("code", path)
            .Raw("</p>");
        html.Markdown(operation.Word("description"));
        Parameters(html, operation);
        if (operation["requestBody"]?["content"] is { } content)
            Body(html, isWebhook ? "What you receive" : "Body", content, open: true);
        if (!isWebhook)
            html.Raw("<h4>Try it</h4><pre><code>").Text(Curl(path, method, operation)).Raw("</code></pre>");
        html.Raw($"<h4>{(isWebhook ? "What you answer" : "Answers")}</h4>");
        foreach (var (status, response) in operation["responses"]!.Members)
            Response(html, status, response);
        html.Raw("</section>");
    }

    private static void Parameters(Html html, ApiNode operation)
    {
        var parameters = operation["parameters"]?.Items.ToList() ?? [];
        if (parameters.Count == 0)
            return;
        html.Raw("<h4>Parameters</h4><dl class=\"members\">");
        foreach (var parameter in parameters)
        {
            SchemaTable.Row(
                html,
                parameter.Word("name"),
                parameter["schema"]!,
                parameter.Word("in") + (parameter.Word("required") == "true" ? ", required" : ""),
                parameter.Word("description")
            );
        }

        html.Raw("</dl>");
    }

    private static void Body(Html html, string title, ApiNode content, bool open)
    {
        foreach (var (mediaType, body) in content.Members)
        {
            html.Raw("<h4>").Text(title).Raw(" <span class=\"note\">").Text(mediaType).Raw("</span></h4>");
            if (body["schema"] is { } schema)
            {
                if (schema.ReferenceName is not null && !open)
                    html.Raw("<p>").Raw(SchemaTable.TypeOf(schema, named: true)).Raw("</p>");
                else
                    SchemaTable.Write(html, schema);
            }

            Examples(html, body);
        }
    }

    private static void Response(Html html, string status, ApiNode response)
    {
        html.Raw($"<details class=\"answer\"><summary><span class=\"status s{status[0]}\">{Html.Encode(status)}</span> ")
            .Raw(Markdown.Inline(response.Word("description")))
            .Raw("</summary>");
        foreach (var (mediaType, body) in response["content"]?.Members ?? [])
        {
            html.Raw("<p><span class=\"note\">").Text(mediaType).Raw("</span> ");
            if (body["schema"] is { } schema)
                html.Raw(SchemaTable.TypeOf(schema, named: true));
            html.Raw("</p>");
            Examples(html, body);
        }

        html.Raw("</details>");
    }

    private static void Examples(Html html, ApiNode body)
    {
        foreach (var (_, example) in body["examples"]?.Members ?? [])
        {
            if (example.Word("summary") is { Length: > 0 } summary)
                html.Raw("<p class=\"note\">").Text(summary).Raw("</p>");
            html.Raw("<pre><code>").Text(Json(example["value"]!)).Raw("</code></pre>");
        }
    }

    private static string Curl(string path, string method, ApiNode operation)
    {
        var query = new List<string>();
        foreach (var parameter in operation["parameters"]?.Items.Where(parameter => parameter.Word("required") == "true") ?? [])
        {
            var (name, value) = (parameter.Word("name"), parameter.Word("example"));
            if (parameter.Word("in") == "path")
                path = path.Replace($"{{{name}}}", value.Length > 0 ? value : $"<{name}>", StringComparison.Ordinal);
            else if (parameter.Word("in") == "query")
                query.Add($"{name}={Uri.EscapeDataString(value)}");
        }

        var curl = new StringBuilder("curl ");
        if (method != "get")
            curl.Append("-X ").Append(method.ToUpperInvariant()).Append(' ');
        curl.Append($"\"$PAYMENTHUB{path}{(query.Count > 0 ? "?" : "")}{string.Join('&', query)}\"");
        if (operation["security"] is null)
            curl.Append(" \\\n  -H \"Authorization: Bearer $KEY\"");
        if (operation["requestBody"]?["content"]?["application/json"]?["examples"]?.Members.FirstOrDefault().Value is { } example)
            curl.Append(" \\\n  -H \"Content-Type: application/json\" \\\n  -d '").Append(Json(example["value"]!)).Append('\'');
        return curl.ToString();
    }

    private static string Json(ApiNode value)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Readable))
            value.Write(json);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
