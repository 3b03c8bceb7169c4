using System.Text;
using QRCoder;

namespace PaymentHub.Http.Pay;

/// <summary>
/// QR codes of what a payer scans: with the quiet zone of four modules that scanners count on, black on white whatever the page's colours,
/// and with error correction M, so that a photo of a screen is enough.
/// </summary>
internal static class QrImage
{
    /// <summary>More makes a code that phones cannot tell apart any more.</summary>
    private const int MaxText = 700;

    private const int PixelsPerModule = 10;

    public static bool CanHold(string text) => text.Length <= MaxText;

    public static byte[] Svg(string text)
    {
        using var code = Code(text);
        using var svg = new SvgQRCode(code);
        return Encoding.UTF8.GetBytes(svg.GetGraphic(1, "#000", "#fff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute));
    }

    public static byte[] Png(string text)
    {
        using var code = Code(text);
        using var png = new PngByteQRCode(code);
        return png.GetGraphic(PixelsPerModule, drawQuietZones: true);
    }

    private static QRCodeData Code(string text) => QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
}
