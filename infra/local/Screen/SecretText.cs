using System.Text.RegularExpressions;

namespace PaymentHub.Local.Screen;

/// <summary>Secrets that somebody wrote on the command line, where only their file belongs: they are not said again.</summary>
internal static partial class SecretText
{
    public static bool IsIn(params IEnumerable<string> texts) => texts.Any(text => Secret().IsMatch(text));

    public static string Hide(string text) => Secret().Replace(text, "$1…");

    // Long enough to be none of a file's name that begins alike.
    [GeneratedRegex(@"\b(whsec_|ph_)[A-Za-z0-9+/=_-]{20,}")]
    private static partial Regex Secret();
}
