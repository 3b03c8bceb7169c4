using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PaymentHub.Local.Verify;

/// <summary>Finds out why a webhook does not verify: from its headers, its body, and the secrets that it should have been signed with.</summary>
internal static class WebhookCheck
{
    /// <summary>What libraries forgive, either way.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    // Unix milliseconds, from 2001 to 2286.
    private const int MillisecondDigits = 13;

    /// <summary>Every part and what is right or wrong with it. The webhook verifies when none is wrong.</summary>
    public static IReadOnlyList<Part> Run(string headers, byte[] body, string secrets, DateTimeOffset now)
    {
        var parts = new List<Part>();
        var webhook = WebhookHeaders.Read(headers, parts);
        var keys = WebhookSecrets.Read(secrets, parts);
        if (webhook.Timestamp is { } written)
            parts.Add(Age(written, now));
        if (body.Length == 0)
            parts.Add(new Part("body", PartState.Wrong, "is empty: it was read before, or is not where it was looked for."));
        else if (webhook is { Id: { } id, Timestamp: { } timestamp, Signatures.Count: > 0 } && keys.Count > 0)
            parts.Add(Signed(new SignatureSearch(keys, webhook.Signatures), id, timestamp, body, keys.Count));
        else
            parts.Add(new Part("signature", PartState.Wrong, "cannot be checked before the above is corrected."));
        return parts;
    }

    private static Part Age(string written, DateTimeOffset now)
    {
        const string Name = "webhook-timestamp";
        var seconds = long.Parse(written, CultureInfo.InvariantCulture);
        if (written.Length == MillisecondDigits)
            return new Part(Name, PartState.Wrong, "is in milliseconds, but must be in seconds: something has changed it.");
        if (seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
            return new Part(Name, PartState.Wrong, "is a time that will never be.");
        var at = DateTimeOffset.FromUnixTimeSeconds(seconds);
        var age = TimeSpan.FromSeconds(now.ToUnixTimeSeconds() - seconds);
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{at:yyyy-MM-dd'T'HH:mm:ss'Z'}, {Words(age.Duration())} {(age < TimeSpan.Zero ? "after" : "before")} now"
        );
        if (age.Duration() <= Tolerance)
            return new Part(Name, PartState.Right, text + ".");
        return new Part(
            Name,
            PartState.Wrong,
            age < TimeSpan.Zero
                ? $"{text}: libraries refuse more than 5 minutes. Your clock is slow, or --now is."
                : $"{text}: libraries refuse more than 5 minutes. Verify when it arrives and with a right clock; to check a stored webhook, give its time of arrival with --now."
        );
    }

    private static Part Signed(SignatureSearch search, string id, string timestamp, byte[] body, int secrets)
    {
        if (search.Matches(id, timestamp, body) is { Count: > 0 } matches)
            return Match(matches, secrets);

        var altered = BodyAlterations.Undo(body).ToList();
        foreach (var (what, sent) in altered)
        {
            if (search.Matches(id, timestamp, sent).Count > 0)
                return new Part("body", PartState.Wrong, $"is not as it was sent: {what}. Verify the raw bytes, before anything reads them.");
        }

        foreach (var other in OtherIds(id, [body, .. altered.Select(one => one.Body)]))
        {
            if (search.Matches(other, timestamp, body).Count > 0)
            {
                return new Part(
                    "webhook-id",
                    PartState.Wrong,
                    $"is not the one that was signed, {other}: headers of one webhook and the body of another, or it was changed."
                );
            }
        }

        if (timestamp.Length == MillisecondDigits && search.Matches(id, timestamp[..10], body).Count > 0)
            return new Part("signature", PartState.Right, "matches with the timestamp in seconds.");
        if (search.OtherTimestamp(id, long.Parse(timestamp, CultureInfo.InvariantCulture), body) is { } at)
        {
            return new Part(
                "webhook-timestamp",
                PartState.Wrong,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"is not the one that was signed, {at} ({DateTimeOffset.FromUnixTimeSeconds(at):yyyy-MM-dd'T'HH:mm:ss'Z'}): headers of two attempts were mixed, or it was changed."
                )
            );
        }

        return Unknown(body, secrets);
    }

    private static Part Match(IReadOnlyList<int> matches, int secrets) =>
        (secrets, matches) switch
        {
            (1, _) => new Part("signature", PartState.Right, "matches."),
            (_, [1]) => new Part(
                "signature",
                PartState.Note,
                "matches secret 1 and no other: the others do not sign any more, or not at this endpoint."
            ),
            (_, [var only]) => new Part(
                "signature",
                PartState.Note,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"matches only secret {only}: secret 1 does not sign at this endpoint (yet), or was copied wrongly. A program that knows secret 1 alone refuses this webhook."
                )
            ),
            _ => new Part("signature", PartState.Right, "matches more than one secret: a rotation, and either one verifies."),
        };

    /// <summary>The event that a body tells of has the id evt_, the order's id, _ and its version.</summary>
    private static IEnumerable<string> OtherIds(string id, IEnumerable<byte[]> bodies) =>
        bodies.Select(EventOf).OfType<string>().Append(id.ToLowerInvariant()).Distinct(StringComparer.Ordinal).Where(other => other != id);

    private static string? EventOf(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var order = json.RootElement.GetProperty("data");
            return string.Create(
                CultureInfo.InvariantCulture,
                $"evt_{order.GetProperty("id").GetString()}_{order.GetProperty("version").GetInt32()}"
            );
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }

    private static Part Unknown(byte[] body, int secrets)
    {
        if (!BodyAlterations.IsUtf8(body) || Encoding.UTF8.GetString(body).Contains('\uFFFD', StringComparison.Ordinal))
        {
            return new Part(
                "body",
                PartState.Wrong,
                "is not as it was sent: its charset was changed and characters are lost. Verify the raw bytes, before anything reads them."
            );
        }

        if (!(JsonRewriting.Same(body) is { } same && same.AsSpan().SequenceEqual(body)))
        {
            return new Part(
                "body",
                PartState.Wrong,
                "is not as it was sent: PaymentHub does not write so. What was done to it cannot be told; verify the raw bytes, before anything reads them."
            );
        }

        return new Part(
            "secret",
            PartState.Wrong,
            (secrets == 1 ? "is probably another one than the endpoint's" : "is none of these, probably")
                + ": the body looks as PaymentHub writes it. Compare with the endpoint's settings (another endpoint, another merchant, test or production?). "
                + "If they are the same, a value in the body was changed."
        );
    }

    private static string Words(TimeSpan time) =>
        time switch
        {
            { TotalDays: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalDays} d {time.Hours} h"),
            { TotalHours: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.Hours} h {time.Minutes} min"),
            { TotalMinutes: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.Minutes} min {time.Seconds} s"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{time.Seconds} s"),
        };
}
