using System.Globalization;
using System.Text;
using PaymentHub.Tests.Support;
using PaymentHub.Webhooks;

namespace PaymentHub.Tests.Webhooks;

public class ReferenceVerifierTests
{
    private const string Secret = "whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0";
    private const string Older = "whsec_YW5vdGhlci1zZWNyZXQtb2YtMjQtYnl0";
    private const string Body = """{"type":"deposit.completed","timestamp":"2024-05-01T12:00:00.000Z","data":{"remark":"余额 <é> & \u0022"}}""";
    private const string NoMatch = "No matching signature found";

    private readonly long _now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    [Fact]
    public async Task What_we_sign_verifies_and_nothing_else_does()
    {
        var good = Signed(Body, Secret);
        int[] positions = [0, 9, 40, Body.IndexOf('余', StringComparison.Ordinal), Body.Length - 1];
        List<(SignedWebhook Webhook, string? Expected)> table =
        [
            (good, null),
            (good with { Secret = Older }, NoMatch),
            (With(good, "webhook-id", "evt_dep_00000000000000000000000001_2"), NoMatch),
            (With(good, "webhook-timestamp", (_now - 1).ToString(CultureInfo.InvariantCulture)), NoMatch),
            (With(good, "webhook-timestamp", (_now - 3600).ToString(CultureInfo.InvariantCulture)), "Message timestamp too old"),
            (With(good, "webhook-signature", ""), "Missing required headers"),
            .. positions.Select(position => (good with { Body = Changed(position) }, (string?)NoMatch)),
        ];

        var errors = await ReferenceVerifier.VerifyAsync([.. table.Select(row => row.Webhook)], CancellationToken.None);

        Assert.Equal(table.Select(row => row.Expected), errors);
    }

    [Fact]
    public async Task During_a_rotation_merchants_verify_with_either_secret()
    {
        var rotated = Signed(Body, Secret, Older);

        var errors = await ReferenceVerifier.VerifyAsync(
            [rotated, rotated with { Secret = Older }, rotated with { Secret = "whsec_" + Convert.ToBase64String(new byte[24]) }],
            CancellationToken.None
        );

        Assert.Equal([null, null, NoMatch], errors);
    }

    [Fact]
    public async Task One_webhook_is_verified_by_itself()
    {
        var webhook = Signed(Body, Secret);

        Assert.Null(await ReferenceVerifier.VerifyAsync(webhook.Secret, webhook.Headers, webhook.Body, CancellationToken.None));
    }

    private SignedWebhook Signed(string body, params string[] secrets)
    {
        const string Id = "evt_dep_00000000000000000000000001_1";
        var keys = secrets.Select(secret => (ReadOnlyMemory<byte>)Convert.FromBase64String(secret["whsec_".Length..])).ToList();
        return new SignedWebhook(
            secrets[0],
            new Dictionary<string, string>
            {
                ["webhook-id"] = Id,
                ["webhook-timestamp"] = _now.ToString(CultureInfo.InvariantCulture),
                ["webhook-signature"] = WebhookSignature.Sign(keys, Id, _now, Encoding.UTF8.GetBytes(body)),
            },
            body
        );
    }

    private static SignedWebhook With(SignedWebhook webhook, string header, string value) =>
        webhook with
        {
            Headers = new Dictionary<string, string>(webhook.Headers) { [header] = value },
        };

    private static string Changed(int position) => string.Concat(Body.AsSpan(0, position), "x", Body.AsSpan(position + 1));
}
