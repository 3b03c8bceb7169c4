using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace PaymentHub.Sandbox.Pages;

/// <summary>Markup. Made only from interpolated text in which every value is encoded, so that nothing a stranger sent becomes markup.</summary>
internal readonly record struct Html(string Text)
{
    public static Html Of(HtmlInterpolation text) => new(text.ToString());

    public static Html Join(IEnumerable<Html> parts)
    {
        var all = new StringBuilder();
        foreach (var part in parts)
        {
            all.Append(part.Text);
        }

        return new(all.ToString());
    }
}

/// <summary>Lets the literal parts of an interpolated text through and encodes its values, markup excepted.</summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlInterpolation(int literalLength, int formattedCount)
{
    private readonly StringBuilder _text = new(literalLength + (16 * formattedCount));

    public void AppendLiteral(string literal) => _text.Append(literal);

    public void AppendFormatted(Html markup) => _text.Append(markup.Text);

    public void AppendFormatted(string? value) => _text.Append(HtmlEncoder.Default.Encode(value ?? ""));

    public void AppendFormatted<T>(T value) => AppendFormatted(Convert.ToString(value, CultureInfo.InvariantCulture));

    public override string ToString() => _text.ToString();
}
