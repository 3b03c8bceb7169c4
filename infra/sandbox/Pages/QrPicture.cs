using QRCoder;

namespace PaymentHub.Sandbox.Pages;

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
