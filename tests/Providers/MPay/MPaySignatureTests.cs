using System.Text;
using PaymentHub.Providers;

namespace PaymentHub.Tests.Providers.MPay;

public sealed class MPaySignatureTests : IDisposable
{
    private const string Order = $"amount=100&merchOrderId={MPayBench.OurId}&status=finish";

    // Recorded: MD5 of the order's text above and "merchmd5Key".
    private const string OrderSign = "834ffa38401f8daba353576ca325b761";

    private readonly MPayBench _bench = new();

    public void Dispose() => _bench.Dispose();

    // The example of the documentation is a notice about a wallet: verified, and no order.
    [Theory]
    [InlineData("address=address00000005&merchUserId=user0000005&status=true&sign=90d9941485a6f7bd1e083be2eb2487a5", CallbackVerdict.UnknownKind)]
    [InlineData("sign=90D9941485A6F7BD1E083BE2EB2487A5&status=true&merchUserId=user0000005&address=address00000005", CallbackVerdict.UnknownKind)]
    [InlineData("address=address00000006&merchUserId=user0000005&status=true&sign=90d9941485a6f7bd1e083be2eb2487a5", CallbackVerdict.BadSignature)]
    [InlineData("merchUserId=user0000005&status=true&sign=90d9941485a6f7bd1e083be2eb2487a5", CallbackVerdict.BadSignature)]
    [InlineData("address=address00000005&merchUserId=user0000005&status=true&sign=90d9941485a6f7bd1e083be2eb2487a6", CallbackVerdict.BadSignature)]
    public async Task The_published_example_has_the_published_signature(string form, CallbackVerdict expected)
    {
        Assert.Equal(expected, await _bench.Account.VerdictAsync(Received.Form(form)));
    }

    [Theory]
    [InlineData($"{Order}&sign={OrderSign}")]
    [InlineData($"sign={OrderSign}&status=finish&merchOrderId={MPayBench.OurId}&amount=100")]
    [InlineData($"{Order}&sign=834FFA38401f8daba353576ca325b761")]
    [InlineData($"amount=%31%30%30&merch%4FrderId={MPayBench.OurId}&status=finish&sign={OrderSign}")]
    public async Task A_recorded_callback_is_genuine_in_any_order_and_case(string form)
    {
        Assert.IsType<CallbackResult.Verified>(await _bench.Account.ReadAsync(Received.Form(form)));
    }

    [Fact]
    public async Task Values_are_signed_as_they_are_decoded()
    {
        // Recorded: MD5 of "amount=100&merchOrderId=…&remark=a b+c%=é&status=finish" and the key.
        var form = $"amount=100&merchOrderId={MPayBench.OurId}&remark=a+b%2Bc%25=%C3%A9&status=finish&sign=fadcfab536cb70ecf84a727cf770eb1d";

        Assert.IsType<CallbackResult.Verified>(await _bench.Account.ReadAsync(Received.Form(form)));
    }

    [Fact]
    public async Task Names_are_sorted_by_their_bytes_and_empty_values_are_signed_too()
    {
        var callback = MPayBench.Signed($"Zeta=1&_a=&amount=100&merchOrderId={MPayBench.OurId}&status=finish");

        Assert.IsType<CallbackResult.Verified>(await _bench.Account.ReadAsync(callback));
    }

    [Theory]
    [InlineData("amount=100", "amount=900")]
    [InlineData("status=finish", "status=fail")]
    [InlineData("status=finish", "status=finish&more=1")]
    [InlineData("amount=100&", "")]
    public async Task An_altered_form_is_found_out(string before, string after)
    {
        var altered = $"{Order}&sign={OrderSign}".Replace(before, after, StringComparison.Ordinal);

        Assert.Equal(CallbackVerdict.BadSignature, await _bench.Account.VerdictAsync(Received.Form(altered)));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("834ffa38401f8daba353576ca325b76")]
    [InlineData("834ffa38401f8daba353576ca325b7611")]
    [InlineData("zzzffa38401f8daba353576ca325b761")]
    [InlineData("834ffa38401f8daba353576ca325b76%20")]
    public async Task A_malformed_signature_is_a_bad_one(string sign)
    {
        Assert.Equal(CallbackVerdict.BadSignature, await _bench.Account.VerdictAsync(Received.Form($"{Order}&sign={sign}")));
    }

    [Fact]
    public async Task A_callback_signed_with_another_key_counts_once_the_account_has_it()
    {
        var callback = Received.Form($"{Order}&sign={MPayBench.Md5(Order + "newkey")}");
        using var rotated = new MPayBench(("Md5Key", "newkey"));

        Assert.Equal(CallbackVerdict.BadSignature, await _bench.Account.VerdictAsync(callback));
        Assert.IsType<CallbackResult.Verified>(await rotated.Account.ReadAsync(callback));
    }

    [Theory]
    [InlineData($"{Order}&amount=100")]
    [InlineData($"{Order}&status=fail")]
    [InlineData($"{Order}&%61mount=100")]
    [InlineData($"{Order}&remark=a%26b")]
    [InlineData($"{Order}&re-mark=a")]
    [InlineData($"{Order}&re%3Dmark=a")]
    [InlineData($"{Order}&re%26mark=a")]
    [InlineData($"{Order}&re%0Amark=a")]
    [InlineData($"{Order}&r%C3%A9mark=a")]
    [InlineData($"{Order}&remark%0A=a")]
    [InlineData($"{Order}&remark[]=a")]
    [InlineData($"{Order}&=a")]
    public async Task What_could_be_split_in_two_ways_is_ambiguous_before_anything_else(string fields)
    {
        Assert.Equal(CallbackVerdict.Ambiguous, await _bench.Account.VerdictAsync(Received.Form($"{fields}&sign={OrderSign}")));
    }

    [Theory]
    [InlineData("remark=", true)]
    [InlineData("userPayAddress=", false)]
    public async Task A_value_in_another_charset_is_signed_over_its_bytes_and_may_be_where_nobody_reads_it(string field, bool fine)
    {
        // Two characters in GBK, which are no UTF-8.
        byte[] gbk = [0xB2, 0xE2, 0xCA, 0xD4];
        byte[] source = [.. Encoding.ASCII.GetBytes($"amount=100&merchOrderId={MPayBench.OurId}&"), .. Encoding.ASCII.GetBytes(field), .. gbk];
        byte[] signed = field.StartsWith('r')
            ? [.. source, .. "&status=finish"u8]
            : [.. Encoding.ASCII.GetBytes($"amount=100&merchOrderId={MPayBench.OurId}&status=finish&"), .. Encoding.ASCII.GetBytes(field), .. gbk];
        var sign = Convert.ToHexStringLower(System.Security.Cryptography.MD5.HashData([.. signed, .. Encoding.ASCII.GetBytes(MPayBench.Md5Key)]));
        var escaped = Received.Form($"merchOrderId={MPayBench.OurId}&status=finish&amount=100&{field}%B2%E2%CA%D4&sign={sign}");
        var raw = Received.Form("") with
        {
            Body = (byte[])
                [
                    0xEF,
                    0xBB,
                    0xBF,
                    .. Encoding.ASCII.GetBytes($"merchOrderId={MPayBench.OurId}&status=finish&amount=100&{field}"),
                    .. gbk,
                    .. Encoding.ASCII.GetBytes($"&sign={sign}"),
                ],
        };

        foreach (var callback in new[] { escaped, raw })
        {
            Assert.Equal(CallbackShape.Acceptable, _bench.Account.CheckShape(callback));
            Assert.Equal(fine, await _bench.Account.ReadAsync(callback) is CallbackResult.Verified);
        }
    }

    [Fact]
    public async Task Between_two_keys_a_callback_counts_that_either_has_signed()
    {
        using var rotating = new MPayBench(("Md5KeyPrevious", "oldkey"));

        foreach (var key in new[] { MPayBench.Md5Key, "oldkey" })
            Assert.IsType<CallbackResult.Verified>(await rotating.Account.ReadAsync(Received.Form($"{Order}&sign={MPayBench.Md5(Order + key)}")));
        Assert.Equal(
            CallbackVerdict.BadSignature,
            await rotating.Account.VerdictAsync(Received.Form($"{Order}&sign={MPayBench.Md5(Order + "another")}"))
        );
    }

    [Fact]
    public async Task Two_forms_with_one_signed_text_are_told_apart()
    {
        // The same text is signed: one field "remark" with an & in its value, or two fields.
        var source = $"amount=100&merchOrderId={MPayBench.OurId}&remark=a&status=finish&status=fail";
        var split = Received.Form(
            $"amount=100&merchOrderId={MPayBench.OurId}&remark=a%26status%3Dfinish&status=fail&sign={MPayBench.Md5(source + MPayBench.Md5Key)}"
        );

        Assert.Equal(CallbackVerdict.Ambiguous, await _bench.Account.VerdictAsync(split));
    }

    [Theory]
    [InlineData("remark=%")]
    [InlineData("remark=%4")]
    [InlineData("remark=%zz")]
    [InlineData("%FF=remark")]
    [InlineData("%C0%80=remark")]
    public async Task A_form_that_cannot_be_decoded_is_malformed(string field)
    {
        Assert.Equal(CallbackVerdict.Malformed, await _bench.Account.VerdictAsync(Received.Form($"{Order}&{field}&sign={OrderSign}")));
    }

    [Fact]
    public async Task A_name_that_is_no_UTF8_is_malformed()
    {
        var callback = Received.Form("") with
        {
            Body = (byte[])[.. Encoding.ASCII.GetBytes(Order + "&remark"), 0xE9, (byte)'=', .. Encoding.ASCII.GetBytes("&sign=" + OrderSign)],
        };

        Assert.Equal(CallbackShape.Malformed, _bench.Account.CheckShape(callback));
        Assert.Equal(CallbackVerdict.Malformed, await _bench.Account.VerdictAsync(callback));
    }
}
