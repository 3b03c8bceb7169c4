using System.Globalization;
using PaymentHub.Sandbox.Wire;
using QRCoder;

namespace PaymentHub.Sandbox.Pages;

/// <summary>The small parts that pages are made of.</summary>
internal static class Parts
{
    private const int Shown = 50;
    private const int NarrowColumns = 3;

    /// <summary>A table of the newest entries, newest first, or a line that says there are none.
    /// On a phone a table with many columns shows each entry as a list.</summary>
    public static Html Table<T>(string empty, string[] heads, IEnumerable<T> oldestFirst, Func<T, Html[]> cells)
    {
        Html Cell(Html content, int column) => Html.Of($"""<td data-label="{heads[column]}">{content}</td>""");

        Html[] rows = [.. oldestFirst.Reverse().Take(Shown).Select(entry => Html.Of($"<tr>{Html.Join(cells(entry).Select(Cell))}</tr>"))];
        return rows.Length == 0
            ? Html.Of($"""<p class="empty">{empty}</p>""")
            : Html.Of(
                $"""
                <table class="{(heads.Length > NarrowColumns ? "stack" : "")}"><thead><tr>{Html.Join(
                    heads.Select(head => Html.Of($"<th>{head}</th>"))
                )}</tr></thead>
                <tbody>{Html.Join(rows)}</tbody></table>
                """
            );
    }

    /// <summary>A value with a quieter line below.</summary>
    public static Html Two(Html first, Html second) => Html.Of($"""{first}<div class="soft small">{second}</div>""");

    public static Html Code(string? text) => Html.Of($"<code>{text}</code>");

    public static Html Text(string? text) => Html.Of($"{text}");

    public static Html Good(string text) => Html.Of($"""<span class="tag good">{text}</span>""");

    public static Html Bad(string text) => Html.Of($"""<span class="tag bad">{text}</span>""");

    public static Html Wait(string text) => Html.Of($"""<span class="tag wait">{text}</span>""");

    public static Html Time(DateTimeOffset at) =>
        Html.Of(
            $"""<time datetime="{at.ToString("O", CultureInfo.InvariantCulture)}">{at.ToString("HH:mm:ss", CultureInfo.InvariantCulture)}</time>"""
        );

    public static Html Options(IEnumerable<string> values) => Html.Join(values.Select(value => Html.Of($"<option>{value}</option>")));

    /// <summary>The word that stands for an enum's value in forms and JSON.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => SnakeCaseEnum.Of(value);

    /// <param name="back">The page that the button leads back to.</param>
    public static Html Resend(SandboxProvider provider, string orderId, string back = "/sandbox") =>
        Html.Of(
            $"""
            <form class="inline" method="post" action="/sandbox/resend"><input type="hidden" name="provider" value="{Word(
                provider
            )}"><input type="hidden"
            name="order_id" value="{orderId}"><input type="hidden" name="back" value="{back}"><button class="plain small" title="Send the callback once more">Resend</button></form>
            """
        );
}

/// <summary>A QR code as a picture in a page: black on white, with the quiet zone that scanners count on.</summary>
internal static class QrPicture
{
    public static Html Of(string text, string label)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var picture = new SvgQRCode(code);
        var svg = picture.GetGraphic(1, "#000", "#fff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute);
        return Html.Of($"""<div class="qr" role="img" aria-label="{label}">{new Html(svg)}</div>""");
    }
}
