using System.Net;
using System.Text;

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
