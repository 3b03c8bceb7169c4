using System.Globalization;

namespace PaymentHub.Local.Verify;

/// <summary>Signing secrets as a merchant keeps them: one, or the two of a rotation, a line each.</summary>
internal static class WebhookSecrets
{
    private const string Prefix = "whsec_";
    private const string ApiKeyPrefix = "ph_";
    private const int Shortest = 24;
    private const int Longest = 64;

    /// <summary>The keys that can be used, with the number of their line.</summary>
    public static IReadOnlyList<(int Number, byte[] Key)> Read(string text, List<Part> parts)
    {
        var keys = new List<(int, byte[])>();
        var lines = text.TrimStart('\uFEFF').Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).ToList();
        if (lines.Count == 0)
            parts.Add(new Part("secret", PartState.Wrong, "is missing: there is no line with a secret."));
        for (var i = 0; i < lines.Count; i++)
        {
            var (key, state, words) = Read(lines[i]);
            parts.Add(new Part(string.Create(CultureInfo.InvariantCulture, $"secret {i + 1}"), state, words));
            if (key is not null)
                keys.Add((i + 1, key));
        }

        return keys;
    }

    private static (byte[]? Key, PartState State, string Text) Read(string line)
    {
        var secret = line.Trim('"', '\'');
        var quoted = secret.Length < line.Length;
        if (secret.StartsWith(ApiKeyPrefix, StringComparison.Ordinal))
            return (null, PartState.Wrong, "is an API key. Webhooks are signed with the endpoint's signing secret, which starts with whsec_.");

        var prefixed = secret.StartsWith(Prefix, StringComparison.Ordinal);
        var base64 = prefixed ? secret[Prefix.Length..] : secret;
        if (Decode(base64) is not { } key)
        {
            return (
                null,
                PartState.Wrong,
                base64.AsSpan().ContainsAny('-', '_')
                    ? "is not base64: it has '-' or '_' (base64url, or another secret than the endpoint's)."
                    : "is not base64 behind 'whsec_': a character is missing, was added or was changed."
            );
        }

        if (key.Length is < Shortest or > Longest)
        {
            return (
                key,
                PartState.Wrong,
                Text($"is {key.Length} bytes long, but must be {Shortest} to {Longest}: a part of it is missing, or it is another kind of secret.")
            );
        }

        if (!prefixed)
        {
            return (
                key,
                PartState.Note,
                Text($"{key.Length} bytes. It lacks the 'whsec_' at its start, which libraries forgive: see that nothing else was cut off.")
            );
        }

        return quoted
            ? (
                key,
                PartState.Note,
                Text($"{key.Length} bytes. There are quotation marks around it, which were left out here: see that your program leaves them out too.")
            )
            : (key, PartState.Right, Text($"{key.Length} bytes."));
    }

    private static byte[]? Decode(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : null;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
