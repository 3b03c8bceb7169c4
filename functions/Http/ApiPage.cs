using System.Security.Cryptography;
using System.Text;
using Microsoft.OpenApi;

namespace PaymentHub.Http;

/// <summary>The merchants' OpenAPI file as a page for people: one document, without scripts and without anything from elsewhere.</summary>
public static class ApiPage
{
    private static readonly string Style = Encoding.UTF8.GetString(ApiDescription.Read("page.css"));

    private static readonly Lazy<byte[]> Made = new(() => Encoding.UTF8.GetBytes(Make(ApiDescription.Open(ApiDescription.Merchants))));

    /// <summary>The page in UTF-8.</summary>
    public static ReadOnlyMemory<byte> Content => Made.Value;

    /// <summary>Allows the page's own style, by its hash, and nothing else.</summary>
    public static string ContentSecurityPolicy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static string Make(OpenApiDocument document)
    {
        var info = document.Info;
        var operations = document.Paths.SelectMany(path => Operations(path.Key, path.Value)).ToList();
        var html = new Html();
        html.Raw(
                "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>"
            )
            .Text(info.Title)
            .Raw("</title><style>")
            .Raw(Style)
            .Raw("</style></head><body>");
        Navigation(html, document, operations);
        html.Raw("<main><header id=\"top\">")
            .Element("h1", info.Title)
            .Element("p", info.Summary)
            .Raw("<p><a href=\"openapi.yaml\">openapi.yaml</a> <span class=\"note\">OpenAPI 3.1.0</span></p></header>");
        html.Markdown(info.Description);
        html.Raw("<h2 id=\"authentication\">Authentication</h2><dl class=\"members\">");
        foreach (var (name, scheme) in document.Components!.SecuritySchemes!)
            html.Raw("<dt>").Element("code", name).Raw("</dt><dd>").Raw(Markdown.Inline(scheme.Description)).Raw("</dd>");
        html.Raw("</dl>");

        foreach (var tag in document.Tags!)
        {
            html.Raw($"<h2 id=\"{Anchor(tag.Name!)}\">").Text(tag.Name).Raw("</h2>").Markdown(tag.Description);
            foreach (var (path, method, operation) in operations.Where(operation => TagOf(operation.Operation) == tag.Name))
                OperationSection.Write(html, path, method, operation, isWebhook: false);
        }

        html.Raw("<h2 id=\"webhooks\">Webhooks</h2>");
        foreach (var (name, method, webhook) in document.Webhooks!.SelectMany(webhook => Operations(webhook.Key, webhook.Value)))
            OperationSection.Write(html, name, method, webhook, isWebhook: true);

        html.Raw("<h2 id=\"schemas\">Schemas</h2>");
        foreach (var (name, schema) in document.Components.Schemas!)
        {
            html.Raw($"<section class=\"schema\" id=\"schema-{Html.Encode(name)}\">").Element("h3", name).Markdown(schema.Description);
            SchemaTable.Write(html, schema);
            html.Raw("</section>");
        }

        return html.Raw("</main></body></html>").ToString();
    }

    private static void Navigation(Html html, OpenApiDocument document, List<(string Path, string Method, OpenApiOperation Operation)> operations)
    {
        // A phone shows it folded; a wide window beside the text, where the style opens it.
        html.Raw(
            "<nav><details><summary>Contents</summary><ul><li><a href=\"#top\">Overview</a></li><li><a href=\"#authentication\">Authentication</a></li>"
        );
        foreach (var tag in document.Tags!.Select(tag => tag.Name!))
        {
            html.Raw($"<li><a href=\"#{Anchor(tag)}\">").Text(tag).Raw("</a><ul>");
            foreach (var (_, _, operation) in operations.Where(operation => TagOf(operation.Operation) == tag))
                html.Raw($"<li><a href=\"#{Html.Encode(operation.OperationId)}\">").Text(operation.Summary).Raw("</a></li>");
            html.Raw("</ul></li>");
        }

        html.Raw("<li><a href=\"#webhooks\">Webhooks</a></li><li><a href=\"#schemas\">Schemas</a></li></ul></details></nav>");
    }

    private static IEnumerable<(string Path, string Method, OpenApiOperation Operation)> Operations(string path, IOpenApiPathItem item) =>
        item.Operations!.Select(operation => (path, operation.Key.Method.ToLowerInvariant(), operation.Value));

    private static string? TagOf(OpenApiOperation operation) => operation.Tags!.First().Name;

    private static string Anchor(string name) => name.ToLowerInvariant();
}
