using System.Globalization;
using System.Text.RegularExpressions;

namespace PaymentHub.Merchants;

/// <summary>How a merchant's payers see its pages. Each part may be missing.</summary>
/// <param name="Name">What its payers know it by.</param>
/// <param name="LogoUrl">Where the payer's browser gets its logo.</param>
/// <param name="AccentColor">The colour of buttons, as #rrggbb; white text is readable on it.</param>
public sealed partial record PageLook(string? Name, Uri? LogoUrl, string? AccentColor)
{
    public static readonly PageLook Plain = new(null, null, null);

    private const int MaxName = 40;

    /// <summary>It stands in a header of every page.</summary>
    private const int MaxUrl = 500;

    /// <summary>What WCAG asks for of text of a usual size.</summary>
    private const double LeastContrast = 4.5;

    /// <summary>Reads a merchant's section of it. Mistakes are told; what is wrong is left out, for a look stops no payment.</summary>
    internal static PageLook Read(SettingsReader page)
    {
        var look = new PageLook(ReadName(page), ReadLogo(page), ReadColor(page));
        page.NoOthers();
        return look;
    }

    private static string? ReadName(SettingsReader page)
    {
        if (page.Text("Name") is not { } name || (name.Length <= MaxName && !name.Any(char.IsControl)))
            return page.Text("Name");
        page.Mistake("Name", $"must be at most {MaxName} characters, none of them a control character.");
        return null;
    }

    private static Uri? ReadLogo(SettingsReader page)
    {
        if (page.Text("LogoUrl") is null)
            return null;
        var before = page.Found.Count;
        var url = page.Url("LogoUrl", "where the payer's browser gets the logo");
        if (url.AbsoluteUri.Length > MaxUrl)
            page.Mistake("LogoUrl", $"must be at most {MaxUrl} characters.");
        // It stands in a Content-Security-Policy, where these two end a source or a directive.
        if (url.AbsoluteUri.AsSpan().IndexOfAny(';', ',') >= 0)
            page.Mistake("LogoUrl", "must be written without ';' and ','.");
        return page.Found.Count == before ? url : null;
    }

    private static string? ReadColor(SettingsReader page)
    {
        if (page.Text("AccentColor") is not { } color)
            return null;
        if (!Color().IsMatch(color))
        {
            page.Mistake("AccentColor", "must be a colour such as #0b5cad.");
        }
        else if (ContrastWithWhite(color) < LeastContrast)
        {
            page.Mistake(
                "AccentColor",
                $"is too light: white text on it has a contrast of {ContrastWithWhite(color).ToString("0.0", CultureInfo.InvariantCulture)} to 1, and at least 4.5 to 1 can be read."
            );
        }
        else
        {
            return color.ToLowerInvariant();
        }

        return null;
    }

    /// <summary>The contrast ratio of WCAG 2 between a colour and white.</summary>
    internal static double ContrastWithWhite(string color)
    {
        double Part(int at)
        {
            var part = int.Parse(color.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4);
        }

        return 1.05 / ((0.2126 * Part(1)) + (0.7152 * Part(3)) + (0.0722 * Part(5)) + 0.05);
    }

    [GeneratedRegex(@"^#[0-9A-Fa-f]{6}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Color();
}
