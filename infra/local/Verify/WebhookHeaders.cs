using System.Globalization;

namespace PaymentHub.Local.Verify;

/// <summary>The three headers that matter, as far as they are there.</summary>
/// <param name="Id">webhook-id; null when it is missing or ambiguous.</param>
/// <param name="Timestamp">webhook-timestamp as it is written; null when there is none to compute with.</param>
/// <param name="Signatures">The readable signatures of version 1.</param>
internal sealed record WebhookHeaders(string? Id, string? Timestamp, IReadOnlyList<byte[]> Signatures)
{
    private const string IdName = "webhook-id";
    private const string TimestampName = "webhook-timestamp";
    private const string SignatureName = "webhook-signature";
    private const string Version = "v1,";
    private const int SignatureLength = 32;

    public static WebhookHeaders Read(string text, List<Part> parts)
    {
        var headers = HeaderText.Read(text);
        return new WebhookHeaders(ReadId(headers, parts), ReadTimestamp(headers, parts), ReadSignatures(headers, parts));
    }

    private static string? ReadId(IReadOnlyList<(string Name, string Value)> headers, List<Part> parts)
    {
        if (Find(headers, IdName, parts) is not { } id)
            return null;
        parts.Add(
            id.StartsWith("evt_", StringComparison.Ordinal) && id.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
                ? new Part(IdName, PartState.Right, id)
                : new Part(IdName, PartState.Note, $"{id} does not look like an event of PaymentHub (evt_…).")
        );
        return id;
    }

    private static string? ReadTimestamp(IReadOnlyList<(string Name, string Value)> headers, List<Part> parts)
    {
        if (Find(headers, TimestampName, parts) is not { } text)
            return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            return text;
        parts.Add(new Part(TimestampName, PartState.Wrong, $"is '{text}', but must be Unix seconds: digits only."));
        return null;
    }

    private static List<byte[]> ReadSignatures(IReadOnlyList<(string Name, string Value)> headers, List<Part> parts)
    {
        var signatures = new List<byte[]>();
        if (Find(headers, SignatureName, parts) is not { } text)
            return signatures;
        var written = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        signatures.AddRange(written.Select(Decode).OfType<byte[]>());
        var unreadable = written.Length - signatures.Count;
        parts.Add(
            (signatures.Count, unreadable) switch
            {
                (0, _) => new Part(
                    SignatureName,
                    PartState.Wrong,
                    "holds no signature 'v1,' and the base64 of 32 bytes: it was cut off, decoded, or split at its comma."
                ),
                (_, 0) => new Part(SignatureName, PartState.Right, Count(signatures.Count)),
                _ => new Part(SignatureName, PartState.Note, $"{Count(signatures.Count)} Beside it stands what is none, and was left out."),
            }
        );
        return signatures;
    }

    private static string Count(int signatures) =>
        signatures == 1 ? "1 signature." : string.Create(CultureInfo.InvariantCulture, $"{signatures} signatures: a secret is being rotated.");

    private static byte[]? Decode(string signature)
    {
        var bytes = new byte[signature.Length];
        return
            signature.StartsWith(Version, StringComparison.Ordinal)
            && Convert.TryFromBase64String(signature[Version.Length..], bytes, out var length)
            && length == SignatureLength
            ? bytes[..length]
            : null;
    }

    private static string? Find(IReadOnlyList<(string Name, string Value)> headers, string name, List<Part> parts)
    {
        var found = headers.Where(header => Plain(header.Name) == name).ToList();
        var values = found.Select(header => header.Value.Trim('"', '\'')).Distinct(StringComparer.Ordinal).ToList();
        if (values is [{ Length: > 0 } value])
        {
            if (!found[0].Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                parts.Add(
                    new Part(
                        name,
                        PartState.Note,
                        $"was given as {found[0].Name}: something on its way renamed it, and libraries do not look for that name."
                    )
                );
            }

            return value;
        }

        var svix = headers.Any(header =>
            header.Name.Equals(name.Replace("webhook", "svix", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase)
        );
        parts.Add(
            new Part(
                name,
                PartState.Wrong,
                (values.Count, svix) switch
                {
                    (> 1, _) => "stands there more than once, with different values.",
                    (1, _) => "is empty.",
                    (_, true) => "is missing; there is one of Svix's name instead, which PaymentHub does not send.",
                    _ => "is missing: something between PaymentHub and your program drops it, or this is no webhook of PaymentHub.",
                }
            )
        );
        return null;
    }

    // As CGI and WSGI write it: HTTP_WEBHOOK_ID.
    private static string Plain(string name)
    {
        var plain = name.Replace('_', '-').ToLowerInvariant();
        return plain.StartsWith("http-", StringComparison.Ordinal) ? plain["http-".Length..] : plain;
    }
}
