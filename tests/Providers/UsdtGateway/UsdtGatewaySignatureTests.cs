using System.Text;
using PaymentHub.Providers;

namespace PaymentHub.Tests.Providers.UsdtGateway;

public sealed class UsdtGatewaySignatureTests : IDisposable
{
    // Published by the gateway, for the text {"name":"helloKitty"} and its published key.
    private const string Published =
        "fC6QtJRJlHQLnWDQFai1CneNNKGdXqtD+YbMYOYueGDed7TWuyf7HQtqLXi0vpK4cgJ7lEOMpIeWZKrDhratm5000Q7fip5ANSdWwGa1QJ3OiCGaX+Cfx5wGwX9wrLJvTXdmQ+D3bJ6OegGsriN/DVzz7bjVNKyKMjC5FiOm+wo=";

    private readonly UsdtGatewayBench _bench = new();
    private readonly UsdtGatewayBench _published = new(
        ("GatewayPublicKey", $"-----BEGIN RSA PUBLIC KEY-----\n{RsaKeyTests.Published}\n-----END RSA PUBLIC KEY-----")
    );

    public void Dispose()
    {
        _bench.Dispose();
        _published.Dispose();
    }

    // Verified data that is no order is malformed; what is not verified is a bad signature.
    [Theory]
    [InlineData("""{"name":"helloKitty"}""", CallbackVerdict.Malformed)]
    [InlineData("""{ "name" : "helloKitty" }""", CallbackVerdict.Malformed)]
    [InlineData("{\r\n\t\"name\": \"helloKitty\"\r\n}", CallbackVerdict.Malformed)]
    [InlineData("""{"name":"hello Kitty"}""", CallbackVerdict.BadSignature)]
    [InlineData("""{"name":"helloKitty "}""", CallbackVerdict.BadSignature)]
    [InlineData("""{"name":"helloKitt\u0079"}""", CallbackVerdict.BadSignature)]
    [InlineData("""{"Name":"helloKitty"}""", CallbackVerdict.BadSignature)]
    public async Task The_published_signature_covers_the_published_text_as_received_or_compact(string data, CallbackVerdict expected)
    {
        Assert.Equal(expected, await _published.Account.VerdictAsync(UsdtGatewayBench.Body(data, Published)));
    }

    [Fact]
    public async Task The_published_signature_says_nothing_to_another_key()
    {
        Assert.Equal(CallbackVerdict.BadSignature, await _bench.Account.VerdictAsync(UsdtGatewayBench.Body("""{"name":"helloKitty"}""", Published)));
    }

    [Fact]
    public async Task A_signed_callback_is_genuine_whatever_the_order_of_its_parts()
    {
        var sign = UsdtGatewayBench.Sign(UsdtGatewayBench.Recharge);
        var callback = Received.Json($$"""{"data" : {{UsdtGatewayBench.Recharge}} , "subject":"recharge_callback", "signature":"{{sign}}"}""");

        Assert.IsType<CallbackResult.Verified>(await _bench.Account.ReadAsync(callback));
    }

    [Fact]
    public async Task White_space_that_was_signed_counts_as_it_was_received()
    {
        var spaced = UsdtGatewayBench.Recharge.Replace(",", " ,\n ", StringComparison.Ordinal);

        Assert.IsType<CallbackResult.Verified>(await _bench.Account.ReadAsync(UsdtGatewayBench.Signed(spaced)));
    }

    [Fact]
    public async Task The_compact_form_keeps_key_order_number_texts_and_quoted_spaces()
    {
        const string compact = """{"b":"x \" y\\","amount":5.10e1,"a":[1, 2]}""";
        var sign = UsdtGatewayBench.Sign(compact.Replace("1, 2", "1,2", StringComparison.Ordinal));

        Assert.Equal(CallbackVerdict.Malformed, await _bench.Account.VerdictAsync(UsdtGatewayBench.Body(compact, sign)));
        Assert.Equal(
            CallbackVerdict.BadSignature,
            await _bench.Account.VerdictAsync(UsdtGatewayBench.Body(compact.Replace("5.10e1", "51", StringComparison.Ordinal), sign))
        );
    }

    [Theory]
    [InlineData("51.5", "91.5")]
    [InlineData("51.5", "51.50")]
    [InlineData("user-1", "user-2")]
    public async Task Altered_data_is_found_out(string before, string after)
    {
        var altered = UsdtGatewayBench.Recharge.Replace(before, after, StringComparison.Ordinal);

        Assert.Equal(
            CallbackVerdict.BadSignature,
            await _bench.Account.VerdictAsync(UsdtGatewayBench.Body(altered, UsdtGatewayBench.Sign(UsdtGatewayBench.Recharge)))
        );
    }

    [Fact]
    public async Task Another_key_signs_nothing()
    {
        using var other = TestKeys.Other;

        var verdict = await _bench.Account.VerdictAsync(
            UsdtGatewayBench.Body(UsdtGatewayBench.Recharge, UsdtGatewayBench.Sign(UsdtGatewayBench.Recharge, other))
        );

        Assert.Equal(CallbackVerdict.BadSignature, verdict);
    }

    [Fact]
    public async Task Line_breaks_in_a_signature_carry_no_meaning()
    {
        var sign = UsdtGatewayBench.Sign(UsdtGatewayBench.Recharge);

        foreach (var spelled in new[] { sign + "\\n", sign + "\\r\\n", sign[..76] + "\\r\\n" + sign[76..152] + "\\r\\n" + sign[152..] })
            Assert.IsType<CallbackResult.Verified>(await _bench.Account.ReadAsync(UsdtGatewayBench.Body(UsdtGatewayBench.Recharge, spelled)));
    }

    [Fact]
    public async Task A_byte_order_mark_before_a_callback_is_no_part_of_it()
    {
        var callback = UsdtGatewayBench.Signed(UsdtGatewayBench.Recharge);
        var marked = Received.Json([0xEF, 0xBB, 0xBF, .. callback.Body.Span]);

        Assert.Equal(CallbackShape.Acceptable, _bench.Account.CheckShape(marked));
        Assert.True(_bench.Account.IsSigned(marked));
        Assert.False(_bench.Account.IsSigned(UsdtGatewayBench.Body(UsdtGatewayBench.Recharge, UsdtGatewayBench.Sign("{}"))));
        Assert.Equal(await _bench.Account.NoticeAsync(callback), await _bench.Account.NoticeAsync(marked));
        Assert.Equal(CallbackShape.Malformed, _bench.Account.CheckShape(Received.Json([0xEF, 0xBB, 0xBF, .. marked.Body.Span])));
    }

    [Theory]
    [InlineData("user-1", "<")]
    [InlineData("auto_1", null)]
    public async Task A_text_too_long_to_be_kept_is_malformed_unless_nobody_reads_it(string text, string? refused)
    {
        var data = UsdtGatewayBench.Recharge.Replace(text, string.Concat(Enumerable.Repeat(refused ?? "<", 6_000)), StringComparison.Ordinal);

        var result = await _bench.Account.ReadAsync(UsdtGatewayBench.Signed(data));

        Assert.Equal(refused is not null, result is CallbackResult.Refused { Verdict: CallbackVerdict.Malformed });
    }

    [Fact]
    public async Task Between_two_keys_a_callback_counts_that_either_has_signed()
    {
        using var other = TestKeys.Other;
        using var third = System.Security.Cryptography.RSA.Create(1024);
        using var rotating = new UsdtGatewayBench(("GatewayPublicKeyPrevious", Convert.ToBase64String(other.ExportRSAPublicKey())));

        Assert.IsType<CallbackResult.Verified>(await rotating.Account.ReadAsync(UsdtGatewayBench.Signed(UsdtGatewayBench.Recharge)));
        Assert.IsType<CallbackResult.Verified>(
            await rotating.Account.ReadAsync(
                UsdtGatewayBench.Body(UsdtGatewayBench.Recharge, UsdtGatewayBench.Sign(UsdtGatewayBench.Recharge, other))
            )
        );
        Assert.Equal(
            CallbackVerdict.BadSignature,
            await rotating.Account.VerdictAsync(
                UsdtGatewayBench.Body(UsdtGatewayBench.Recharge, UsdtGatewayBench.Sign(UsdtGatewayBench.Recharge, third))
            )
        );
    }

    [Fact]
    public async Task A_callback_signed_with_the_gateways_new_key_counts_once_the_account_has_it()
    {
        using var other = TestKeys.Other;
        var callback = UsdtGatewayBench.Body(UsdtGatewayBench.Recharge, UsdtGatewayBench.Sign(UsdtGatewayBench.Recharge, other));
        using var rotated = new UsdtGatewayBench(("GatewayPublicKey", Convert.ToBase64String(other.ExportRSAPublicKey())));

        Assert.IsType<CallbackResult.Verified>(await rotated.Account.ReadAsync(callback));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("not base64!")]
    [InlineData("AAAA")]
    [InlineData("fC6QtJRJlHQLnWDQFai1CneNNKGdXqtD")]
    public async Task A_malformed_signature_is_a_bad_one(string signature)
    {
        Assert.Equal(CallbackVerdict.BadSignature, await _bench.Account.VerdictAsync(UsdtGatewayBench.Body(UsdtGatewayBench.Recharge, signature)));
    }

    [Fact]
    public async Task A_signature_with_something_around_it_is_a_bad_one()
    {
        var sign = UsdtGatewayBench.Sign(UsdtGatewayBench.Recharge);

        foreach (var spelled in new[] { sign + "AAAA", " " + sign, sign + "\\t", sign + "\\u00a0", sign.Replace("=", "", StringComparison.Ordinal) })
            Assert.Equal(CallbackVerdict.BadSignature, await _bench.Account.VerdictAsync(UsdtGatewayBench.Body(UsdtGatewayBench.Recharge, spelled)));
    }

    [Fact]
    public async Task Only_the_exact_bytes_between_the_braces_are_covered()
    {
        var body = Encoding.UTF8.GetBytes("\n\t " + Encoding.UTF8.GetString(UsdtGatewayBench.Signed(UsdtGatewayBench.Recharge).Body.Span) + "\n");

        Assert.IsType<CallbackResult.Verified>(await _bench.Account.ReadAsync(Received.Json(body)));
    }
}
