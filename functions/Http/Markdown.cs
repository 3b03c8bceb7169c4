using Markdig;

namespace PaymentHub.Http;

/// <summary>The Markdown of the OpenAPI file's descriptions: tables beyond the standard, and no HTML of its own.</summary>
internal static class Markdown
{
    private const string Paragraph = "<p>";

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().DisableHtml().Build();

    /// <summary>Blocks as HTML. A table stands in a box of its own, in which it can be moved sideways on a narrow screen.</summary>
    public static string Blocks(string markdown) =>
        Markdig
            .Markdown.ToHtml(markdown, Pipeline)
            .Replace("<table>", "<div class=\"wide\"><table>", StringComparison.Ordinal)
            .Replace("</table>", "</table></div>", StringComparison.Ordinal);

    /// <summary>One line of Markdown as HTML, without a paragraph around it.</summary>
    public static string Inline(string? markdown)
    {
        var html = Markdig.Markdown.ToHtml((markdown ?? "").ReplaceLineEndings(" "), Pipeline).Trim();
        return html.StartsWith(Paragraph, StringComparison.Ordinal) && html.LastIndexOf(Paragraph, StringComparison.Ordinal) == 0
            ? html[Paragraph.Length..^"</p>".Length]
            : html;
    }
}
