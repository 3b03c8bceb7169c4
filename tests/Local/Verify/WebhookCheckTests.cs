using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PaymentHub.Local.Verify;
using PaymentHub.Orders;
using PaymentHub.Tests.Orders;

namespace PaymentHub.Tests.Local.Verify;

/// <summary>One thing wrong with an otherwise good webhook, and the sentence it gets. It is signed here, by no code of ours.</summary>
public class WebhookCheckTests
{
    internal const string Id = "evt_dep_4xe7bw90sba62sj1ffa4cph7w3_2";
    internal const long At = 1_763_784_000; // 2025-11-22T04:00:00Z
    internal const string Secret = "whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0";
    internal const string Older = "whsec_YW5vdGhlci1zZWNyZXQtb2YtMjQtYnl0";
    internal const string Body =
        """{"type":"deposit.completed","timestamp":"2025-11-22T04:00:00.000Z","data":{"id":"dep_4xe7bw90sba62sj1ffa4cph7w3","object":"deposit","status":"completed","reference":"é/<1>","amount":"10.5","version":2}}""";

    // Every member that an order has on the wire.
    private static readonly Order Full = Samples.MerchantDeposit with
    {
        Status = OrderStatus.NeedsReview,
        Reasons = ReviewReason.AmountMismatch,
        Amount = 99,
        Address = "TA",
        FromAddress = "TB",
        TransactionId = "0f",
        ProviderOrderId = "77",
        PaymentUrl = "https://pay.example/1",
        Late = true,
        Failure = new Failure("1207", "refused"),
        Version = 3,
        CompletedAt = Samples.Noon,
    };

    [Fact]
    public void A_good_webhook_verifies()
    {
        var parts = Check(Headers(), Body, Secret);

        Assert.Equal(
            [
                ("webhook-id", PartState.Right, Id),
                ("webhook-signature", PartState.Right, "1 signature."),
                ("secret 1", PartState.Right, "24 bytes."),
                ("webhook-timestamp", PartState.Right, "2025-11-22T04:00:00Z, 12 s before now."),
                ("signature", PartState.Right, "matches."),
            ],
            parts.Select(part => (part.Name, part.State, part.Text))
        );
    }

    public static TheoryData<string, byte[]> Bodies =>
        new()
        {
            { "a line break was added at its end", Utf8(Body + "\n") },
            { "a line break was added at its end", Utf8(Body + "\r\n") },
            { "white space stands around it", Utf8("  " + Body) },
            { "a byte order mark stands before it", [0xEF, 0xBB, 0xBF, .. Utf8(Body)] },
            { "a byte order mark stands before it, and a line break was added at its end", [0xEF, 0xBB, 0xBF, .. Utf8(Body + "\r\n")] },
            { "its charset was changed: it is UTF-16", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Body)] },
            { "its charset was changed: it is UTF-16", Encoding.BigEndianUnicode.GetBytes(Body) },
            { "its charset was changed: it is Windows-1252 or Latin-1 and not UTF-8", Encoding.Latin1.GetBytes(Body) },
            {
                "its charset was changed: its UTF-8 was read as Windows-1252 and encoded once more (é became Ã©)",
                Utf8(Body.Replace("é", "Ã©", StringComparison.Ordinal))
            },
            {
                "it is a JSON text that holds the body: it was encoded twice",
                Utf8("\"" + Body.Replace("\"", "\\\"", StringComparison.Ordinal) + "\"")
            },
            { "it is the base64 of the body", Utf8(Convert.ToBase64String(Utf8(Body))) },
            { "it is the same JSON, but was parsed and written again (indented)", Utf8(Indented("\n")) },
            { "it is the same JSON, but was parsed and written again (indented)", Utf8(Indented("\r\n")) },
            {
                "it is the same JSON, but was parsed and written again (with spaces after ':' or ',')",
                Utf8(Body.Replace("\":", "\": ", StringComparison.Ordinal).Replace(",\"", ", \"", StringComparison.Ordinal))
            },
            {
                "it is the same JSON, but was parsed and written again (with characters escaped as \\uXXXX)",
                Utf8(Body.Replace("é", "\\u00e9", StringComparison.Ordinal))
            },
            {
                "it is the same JSON, but was parsed and written again (with '/' escaped as '\\/')",
                Utf8(Body.Replace("/", "\\/", StringComparison.Ordinal))
            },
            {
                "it is the same JSON, but was parsed and written again with its members sorted",
                Utf8(
                    """{"data":{"amount":"10.5","id":"dep_4xe7bw90sba62sj1ffa4cph7w3","object":"deposit","reference":"é/<1>","status":"completed","version":2},"timestamp":"2025-11-22T04:00:00.000Z","type":"deposit.completed"}"""
                )
            },
            {
                "it was parsed and written again with members that are null",
                Utf8(Body.Replace("\"amount\"", "\"network\":null,\"amount\"", StringComparison.Ordinal))
            },
        };

    [Theory]
    [MemberData(nameof(Bodies))]
    public void An_altered_body_is_told_with_what_was_done_to_it(string what, byte[] body)
    {
        var part = Wrong(WebhookCheck.Run(Headers(), body, Secret, Now(12)));

        Assert.Equal(("body", $"is not as it was sent: {what}. Verify the raw bytes, before anything reads them."), (part.Name, part.Text));
    }

    [Fact]
    public void A_body_that_was_signed_with_unix_line_breaks_and_got_others_is_told() =>
        Assert.StartsWith(
            "is not as it was sent: its line breaks were made CRLF.",
            Wrong(WebhookCheck.Run(Headers(body: "a\nb"), Utf8("a\r\nb"), Secret, Now(12))).Text,
            StringComparison.Ordinal
        );

    [Fact]
    public void The_other_way_round_too() =>
        Assert.StartsWith(
            "is not as it was sent: its line breaks were made LF.",
            Wrong(WebhookCheck.Run(Headers(body: "a\r\nb"), Utf8("a\nb"), Secret, Now(12))).Text,
            StringComparison.Ordinal
        );

    [Fact]
    public void Every_member_of_an_order_has_its_place()
    {
        var order = OrderJsonOf(Full);
        var body = $$"""{"type":"deposit.pending","timestamp":"2025-11-22T04:00:00.000Z","data":{{order}}}""";
        var sorted = $$"""{"data":{{Sorted(order)}},"timestamp":"2025-11-22T04:00:00.000Z","type":"deposit.pending"}""";

        Assert.Contains(
            "with its members sorted",
            Wrong(WebhookCheck.Run(Headers(body: body), Utf8(sorted), Secret, Now(12))).Text,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("", "secret", "is missing")]
    [InlineData("whsec_not/base64!", "secret 1", "is not base64 behind 'whsec_'")]
    [InlineData("whsec_c2Vj-mV0c2Vj_mV0c2VjcmV0c2VjcmV0", "secret 1", "is not base64: it has '-' or '_'")]
    [InlineData("whsec_c2VjcmV0", "secret 1", "is 6 bytes long, but must be 24 to 64: a part of it is missing")]
    [InlineData("ph_0123456789012345678901234567890123456789012", "secret 1", "is an API key.")]
    public void A_secret_of_another_form_is_told(string secret, string name, string expected)
    {
        var parts = Check(Headers(), Body, secret);

        Assert.Contains(
            parts,
            part => part.State == PartState.Wrong && part.Name == name && part.Text.StartsWith(expected, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0", "24 bytes. It lacks the 'whsec_' at its start")]
    [InlineData("\"whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0\"", "24 bytes. There are quotation marks around it")]
    public void A_secret_that_works_but_not_everywhere_is_noted(string secret, string expected)
    {
        var parts = Check(Headers(), Body, secret);

        Assert.StartsWith(expected, Assert.Single(parts, part => part.State == PartState.Note).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(parts, part => part.State == PartState.Wrong);
    }

    [Fact]
    public void Another_endpoint_s_secret_is_told()
    {
        var part = Wrong(Check(Headers(), Body, Older));

        Assert.Equal("secret", part.Name);
        Assert.StartsWith(
            "is probably another one than the endpoint's: the body looks as PaymentHub writes it.",
            part.Text,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(new[] { Secret, Older }, true, "matches more than one secret: a rotation")]
    [InlineData(new[] { Secret }, false, "matches secret 1 and no other")]
    [InlineData(new[] { Older }, false, "matches only secret 2: secret 1 does not sign at this endpoint (yet)")]
    public void Of_two_secrets_it_says_which_one_signed(string[] signing, bool everywhere, string expected)
    {
        var part = Check(Headers(secrets: signing), Body, Secret + "\n" + Older + "\n")[^1];

        Assert.Equal(("signature", everywhere ? PartState.Right : PartState.Note), (part.Name, part.State));
        Assert.StartsWith(expected, part.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("{\"type\":\"\uFFFD\"}", "is not as it was sent: its charset was changed and characters are lost.")]
    [InlineData("""{"type": "other"}""", "is not as it was sent: PaymentHub does not write so.")]
    public void A_body_that_cannot_be_mended_is_told(string body, string expected)
    {
        var part = Wrong(Check(Headers(), body, Secret));

        Assert.Equal("body", part.Name);
        Assert.StartsWith(expected, part.Text, StringComparison.Ordinal);
    }

    internal static string Headers(string body = Body, params string[] secrets)
    {
        var signatures = (secrets.Length == 0 ? [Secret] : secrets).Select(secret =>
            "v1,"
            + Convert.ToBase64String(
                HMACSHA256.HashData(
                    Convert.FromBase64String(secret["whsec_".Length..]),
                    Utf8(string.Create(CultureInfo.InvariantCulture, $"{Id}.{At}.{body}"))
                )
            )
        );
        return $"content-type: application/json\nwebhook-id: {Id}\nwebhook-timestamp: {At}\nwebhook-signature: {string.Join(' ', signatures)}\n";
    }

    internal static DateTimeOffset Now(int secondsLater) => DateTimeOffset.FromUnixTimeSeconds(At + secondsLater);

    internal static IReadOnlyList<Part> Check(string headers, string body, string secrets) => WebhookCheck.Run(headers, Utf8(body), secrets, Now(12));

    internal static Part Wrong(IReadOnlyList<Part> parts) => Assert.Single(parts, part => part.State == PartState.Wrong);

    internal static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static string Indented(string newLine) =>
        Body.Replace("{", "{" + newLine + "  ", StringComparison.Ordinal)
            .Replace(",\"", "," + newLine + "  \"", StringComparison.Ordinal)
            .Replace("\":", "\": ", StringComparison.Ordinal);

    private static string OrderJsonOf(Order order)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            OrderJson.Write(json, order);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string Sorted(string json)
    {
        var members = JsonNode.Parse(json)!.AsObject().OrderBy(member => member.Key, StringComparer.Ordinal);
        return "{" + string.Join(',', members.Select(member => $"\"{member.Key}\":{member.Value!.ToJsonString()}")) + "}";
    }
}
