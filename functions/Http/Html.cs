using System.Net;
using System.Text;
using Markdig;

namespace PaymentHub.Http;

/// <summary>HTML that is being written. What comes from the file is encoded here and nowhere else.</summary>
internal sealed class Html
{
    private readonly StringBuilder _text = new();

    /// <summary>A tag with its attributes, as it stands in our code.</summary>
    public Html Raw(string html)
    {
        _text.Append(html);
        return this;
    }

    /// <summary>A text that may hold anything.</summary>
    public Html Text(string? text) => Raw(Encode(text));

    /// <summary>An element that holds a text.</summary>
    public Html Element(string tag, string? text) => Raw($"<{tag}>").Text(text).Raw($"</{tag}>");

    /// <summary>An element that holds Markdown.</summary>
    public Html Markdown(string? markdown) => Raw(Http.Markdown.Blocks(markdown ?? ""));

    public static string Encode(string? text) => WebUtility.HtmlEncode(text) ?? "";

    public override string ToString() => _text.ToString();
}

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
