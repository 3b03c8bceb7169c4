using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace PaymentHub.Providers.MPay;

/// <summary>
/// A form body, decoded strictly and with every field kept, in order: a lenient reader would join repeated fields and
/// mend broken bytes, and the signature is over what was sent. A value is bytes, which need be no text as long as nobody reads it.
/// </summary>
internal sealed partial class MPayForm
{
    // What MPay's ids, words and addresses stay far below.
    private const int MaxText = 256;

    private MPayForm(List<KeyValuePair<string, byte[]>> fields) => Fields = fields;

    public IReadOnlyList<KeyValuePair<string, byte[]>> Fields { get; }

    /// <summary>
    /// Why the fields could be read in two ways, or null. The signed text joins them with <c>=</c> and <c>&amp;</c>: a value
    /// that holds an <c>&amp;</c>, or a name with anything unusual in it, could be two fields or one.
    /// </summary>
    public string? FindAmbiguity()
    {
        if (Fields.DistinctBy(field => field.Key).Count() != Fields.Count)
            return "A field is given twice.";
        if (!Fields.All(field => Name().IsMatch(field.Key)))
            return "A field's name has other characters than letters, digits and _.";
        return Fields.Any(field => field.Value.Contains((byte)'&')) ? "A value holds an &." : null;
    }

    /// <summary>Decodes a form; null when it is none: a name that is no UTF-8, or a broken percent sign.</summary>
    public static MPayForm? Read(ReadOnlyMemory<byte> body)
    {
        var text = StrictJson.WithoutMark(body).Span;
        var fields = new List<KeyValuePair<string, byte[]>>();
        foreach (var range in text.Split((byte)'&'))
        {
            var part = text[range];
            if (part.IsEmpty)
                continue;
            var split = part.IndexOf((byte)'=');
            if (
                Decode(split < 0 ? part : part[..split]) is not { } name
                || !Utf8.IsValid(name)
                || Decode(split < 0 ? [] : part[(split + 1)..]) is not { } value
            )
            {
                return null;
            }

            fields.Add(new(Encoding.UTF8.GetString(name), value));
        }

        return new MPayForm(fields);
    }

    /// <summary>How often a field stands in the form.</summary>
    public int Count(string name) => Fields.Count(field => field.Key == name);

    /// <summary>A field's value; null when it is missing, empty or no UTF-8.</summary>
    public string? Value(string name) =>
        Fields.FirstOrDefault(field => field.Key == name).Value is { Length: > 0 } value && Utf8.IsValid(value)
            ? Encoding.UTF8.GetString(value)
            : null;

    /// <summary>Whether each of these fields is missing, or a text that can be kept.</summary>
    public bool AreTexts(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Fields.FirstOrDefault(field => field.Key == name).Value is { } value && (!Utf8.IsValid(value) || value.Length > MaxText))
                return false;
        }

        return true;
    }

    private static byte[]? Decode(ReadOnlySpan<byte> text)
    {
        var bytes = new byte[text.Length];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                bytes[length++] = text[i] == '+' ? (byte)' ' : text[i];
                continue;
            }

            if (i + 2 >= text.Length || !char.IsAsciiHexDigit((char)text[i + 1]) || !char.IsAsciiHexDigit((char)text[i + 2]))
                return null;
            bytes[length++] = Convert.FromHexString([(char)text[i + 1], (char)text[i + 2]])[0];
            i += 2;
        }

        return bytes[..length];
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
