using System.Text.RegularExpressions;

namespace PaymentHub.Api;

/// <summary>The part of Markdown that the OpenAPI file's descriptions use: paragraphs, lists, tables, code, bold, links.</summary>
internal static partial class Markdown
{
    /// <summary>Writes blocks, which blank lines separate.</summary>
    public static void Write(Html html, string markdown)
    {
        foreach (var block in markdown.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(block => block.Trim('\n')))
        {
            if (block.StartsWith("- ", StringComparison.Ordinal))
                List(html, block);
            else if (block.StartsWith('|'))
                Table(html, block);
            else
                html.Raw("<p>").Raw(Inline(block)).Raw("</p>");
        }
    }

    /// <summary>One line of Markdown as HTML.</summary>
    public static string Inline(string markdown) => Link().Replace(Bold().Replace(Code().Replace(Html.Encode(markdown), "<code>$1</code>"), "<strong>$1</strong>"), "<a href=\"$2\">$1</a>");

    private static void List(Html html, string block)
    {
        html.Raw("<ul>");
        foreach (var item in $"\n{block}".Split("\n- ", StringSplitOptions.RemoveEmptyEntries))
            html.Raw("<li>").Raw(Inline(item)).Raw("</li>");
        html.Raw("</ul>");
    }

    private static void Table(Html html, string block)
    {
        var rows = block.Split('\n').Select(row => row.Trim().Trim('|').Split('|').Select(cell => Inline(cell.Trim())).ToArray()).ToList();
        html.Raw("<div class=\"wide\"><table><thead><tr>");
        foreach (var cell in rows[0])
            html.Raw($"<th>{cell}</th>");
        html.Raw("</tr></thead><tbody>");
        // The second row only says that the first is a heading.
        foreach (var row in rows.Skip(2))
            html.Raw("<tr>").Raw(string.Concat(row.Select(cell => $"<td>{cell}</td>"))).Raw("</tr>");
        html.Raw("</tbody></table></div>");
    }

    [GeneratedRegex("`([^`]+)`", RegexOptions.CultureInvariant)]
    private static partial Regex Code();

    [GeneratedRegex(@"\*\*([^*]+)\*\*", RegexOptions.CultureInvariant)]
    private static partial Regex Bold();

    [GeneratedRegex(@"\[([^\]]+)\]\((https://[^)\s""]+)\)", RegexOptions.CultureInvariant)]
    private static partial Regex Link();
}
