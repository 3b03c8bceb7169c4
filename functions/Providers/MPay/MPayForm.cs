using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace PaymentHub.Providers.MPay;

/// <summary>
/// A form body, decoded strictly and with every field kept, in order: a lenient reader would join repeated fields and
/// mend broken bytes, and the signature is over what was sent.
/// </summary>
internal sealed partial class MPayForm
{
    private MPayForm(List<KeyValuePair<string, string>> fields) => Fields = fields;

    public IReadOnlyList<KeyValuePair<string, string>> Fields { get; }

    /// <summary>
    /// Why the fields could be read in two ways, or null. The signed text joins them with <c>=</c> and <c>&amp;</c>: a value
    /// that holds an <c>&amp;</c>, or a name with anything unusual in it, could be two fields or one.
    /// </summary>
    public string? FindAmbiguity()
    {
        if (Fields.DistinctBy(field => field.Key).Count() != Fields.Count)
            return "A field stands there twice.";
        if (!Fields.All(field => Name().IsMatch(field.Key)))
            return "A field's name has other characters than letters, digits and _.";
        return Fields.Any(field => field.Value.Contains('&', StringComparison.Ordinal)) ? "A value holds an &." : null;
    }

    /// <summary>Decodes a form; null when it is none: no UTF-8, or a broken percent sign.</summary>
    public static MPayForm? Read(ReadOnlySpan<byte> body)
    {
        if (!Utf8.IsValid(body))
            return null;
        var fields = new List<KeyValuePair<string, string>>();
        foreach (var part in Encoding.UTF8.GetString(body).Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var split = part.Split('=', 2);
            if (Decode(split[0]) is not { } name || Decode(split.Length == 2 ? split[1] : "") is not { } value)
                return null;
            fields.Add(new(name, value));
        }

        return new MPayForm(fields);
    }

    /// <summary>How often a field stands in the form.</summary>
    public int Count(string name) => Fields.Count(field => field.Key == name);

    /// <summary>A field's value; null when it is missing or empty.</summary>
    public string? Value(string name) => Fields.FirstOrDefault(field => field.Key == name).Value is { Length: > 0 } value ? value : null;

    private static string? Decode(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text.Replace('+', ' '));
        var length = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] != '%')
            {
                bytes[length++] = bytes[i];
                continue;
            }

            if (i + 2 >= bytes.Length || !char.IsAsciiHexDigit((char)bytes[i + 1]) || !char.IsAsciiHexDigit((char)bytes[i + 2]))
                return null;
            bytes[length++] = Convert.FromHexString([(char)bytes[i + 1], (char)bytes[i + 2]])[0];
            i += 2;
        }

        var decoded = bytes.AsSpan(0, length);
        return Utf8.IsValid(decoded) ? Encoding.UTF8.GetString(decoded) : null;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
