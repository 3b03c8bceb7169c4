using System.Text;

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
