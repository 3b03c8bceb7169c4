using PaymentHub.Webhooks;

namespace PaymentHub.Tests.Webhooks;

public class WebhookSignatureTests
{
    // The vector of the Standard Webhooks libraries.
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const long Timestamp = 1614265330;
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    private static readonly byte[] Body = [.. """{"test": 2432232314}"""u8];
    private static readonly byte[] Secret = Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    [Fact]
    public void The_published_vector_has_the_published_signature() => Assert.Equal(Signature, WebhookSignature.Sign([Secret], Id, Timestamp, Body));

    // The second secret is "secretsecretsecretsecret"; its signature was computed with Python's hmac.
    [Fact]
    public void During_a_rotation_every_active_secret_signs() =>
        Assert.Equal(
            "v1,5c8GHyovooYhKdLWfTgne7D1ibsQbPX7ACY1i9CNaP8= v1,lecajUU+iHGLZBU4mkc1a7rBCmOBlgYOP6fsMxjyZVU=",
            WebhookSignature.Sign(
                ["secretsecretsecretsecret"u8.ToArray(), "another-secret-of-24-byt"u8.ToArray()],
                "evt_dep_00000000000000000000000001_1",
                1714557600,
                """{"type":"deposit.completed","remark":"余"}"""u8
            )
        );

    [Fact]
    public void Id_timestamp_and_body_are_all_signed()
    {
        string[] signatures =
        [
            Signature,
            WebhookSignature.Sign([Secret], Id + "1", Timestamp, Body),
            WebhookSignature.Sign([Secret], Id, Timestamp + 1, Body),
            WebhookSignature.Sign([Secret], Id, Timestamp, [.. Body, (byte)'\n']),
        ];

        Assert.Equal(4, signatures.Distinct().Count());
    }
}
