using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using PaymentHub.Providers;

namespace PaymentHub.Tests.Providers.MPay;

public sealed class MPayClientTests : MPayClientBench
{
    [Fact]
    public async Task A_payment_page_is_made()
    {
        _bench.Wire.Answer("\uFEFF" + Made);

        var page = Assert.IsType<ProviderResult<PaymentPage>.Good>(await UpAsync(_bench)).Value;

        Assert.Equal(new PaymentPage("https://mpay.example/qr/1", "9001") { Currency = "CNY" }, page);
    }

    [Fact]
    public async Task What_goes_out_is_encrypted_and_its_key_covers_the_text_that_is_sent()
    {
        _bench.Wire.Answer(Made);

        await UpAsync(_bench);

        var sent = _bench.Wire.Sent.Single();
        var form = sent.Form;
        Assert.Equal(("POST", "https://mpay.example/api/v2.1/merch/user/up"), (sent.Method, sent.Address.AbsoluteUri));
        Assert.Equal("application/x-www-form-urlencoded", sent.Headers["Content-Type"]);
        Assert.Equal(["body", "key", "merchId", "t"], form.Keys.Order());
        Assert.Equal(("10017", "1723971200"), (form["merchId"], form["t"]));
        Assert.Equal(MPayBench.Md5("10017" + form["body"] + "1723971200" + "merchmd5Key"), form["key"]);
        Assert.Equal(
            $$"""{"merchOrderId":"{{MPayBench.OurId}}","amount":100,"callBackUrl":"https://hub.example/callbacks/test","merchUserId":"user-1","currency":"CNY","returnUrl":"https://shop.example/thanks","remark":"two","title":"one"}""",
            MPayBench.Decrypt(Convert.FromBase64String(form["body"]), RSAEncryptionPadding.Pkcs1)
        );
    }

    [Fact]
    public async Task A_long_text_goes_out_in_blocks()
    {
        _bench.Wire.Answer(Made);

        await _bench.Account.CreatePaymentPageAsync(Request with { Remark = new string('r', 1000) }, CancellationToken.None);

        var body = Convert.FromBase64String(_bench.Wire.Sent.Single().Form["body"]);
        Assert.Equal(5 * 256, body.Length);
        Assert.Contains(new string('r', 1000), MPayBench.Decrypt(body, RSAEncryptionPadding.Pkcs1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_2_pads_with_OAEP_and_has_its_own_path()
    {
        using var bench = new MPayBench(("ApiVersion", "v2"));
        bench.Wire.Answer(Made);

        await UpAsync(bench);

        var sent = bench.Wire.Sent.Single();
        Assert.Equal("/api/v2/merch/user/up", sent.PathAndQuery);
        Assert.StartsWith(
            "{\"merchOrderId\"",
            MPayBench.Decrypt(Convert.FromBase64String(sent.Form["body"]), RSAEncryptionPadding.OaepSHA256),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_key_covers_URL_safe_base64_as_it_is_sent()
    {
        using var bench = new MPayBench(("UrlSafeBase64", "true"));
        bench.Wire.Answer(Made);

        await UpAsync(bench);

        var form = bench.Wire.Sent.Single().Form;
        Assert.DoesNotContain(form["body"], c => c is '+' or '/' or '=');
        Assert.Equal(MPayBench.Md5("10017" + form["body"] + "1723971200" + "merchmd5Key"), form["key"]);
        Assert.StartsWith(
            "{\"merchOrderId\"",
            MPayBench.Decrypt(Base64Url.DecodeFromChars(form["body"]), RSAEncryptionPadding.Pkcs1),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_payment_page_is_asked_for_once_whatever_happens()
    {
        _bench.Wire.Break();
        Assert.IsType<ProviderResult<PaymentPage>.Unavailable>(await UpAsync(_bench));
        Assert.Single(_bench.Wire.Sent);

        _bench.Wire.Answer("", HttpStatusCode.BadGateway);
        Assert.IsType<ProviderResult<PaymentPage>.Unavailable>(await UpAsync(_bench));
        Assert.Equal(2, _bench.Wire.Sent.Count);
    }

    [Theory]
    [InlineData("""{"code":0,"data":null}""")]
    [InlineData("""{"code":0,"data":{"id":"1"}}""")]
    [InlineData("""{"code":0,"data":{"url":"javascript:alert(1)"}}""")]
    [InlineData("""{"code":0,"data":{"url":"/qr/1"}}""")]
    [InlineData("""{"code":0,"data":{"url":"https://mpay.example/qr/1\n"}}""")]
    [InlineData("""{"code":0,"data":{"url":"https://mpay.example/qr/\u0007"}}""")]
    [InlineData("""{"code":0,"data":{"url":"https://mpay.example/qr 1"}}""")]
    public async Task An_answer_without_a_page_is_no_answer(string answer)
    {
        _bench.Wire.Answer(answer);

        Assert.IsType<ProviderResult<PaymentPage>.Unavailable>(await UpAsync(_bench));
    }

    [Fact]
    public async Task A_refusal_keeps_its_code_and_message()
    {
        _bench.Wire.Answer("""{"code":10023,"message":"merchOrderId exists","data":null}""");

        var refused = Assert.IsType<ProviderResult<PaymentPage>.Refused>(await UpAsync(_bench));

        Assert.Equal(("10023", "merchOrderId exists"), (refused.Code, refused.Message));
    }

    [Theory]
    [InlineData("0", "CNY", null, "amount")]
    [InlineData("-5", "CNY", null, "amount")]
    [InlineData("10.5", "CNY", null, "amount")]
    [InlineData("10", "USD", null, "currency")]
    [InlineData("10", "CNY", "tron", "network")]
    [InlineData("10.00", "cny", "mpay", null)]
    public void A_payment_page_takes_whole_amounts_in_the_accounts_currency(string amount, string currency, string? network, string? field)
    {
        var request = Request with
        {
            Amount = decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture),
            Currency = currency,
            Network = network,
        };

        Assert.Equal(field is null ? [] : [field], _bench.Account.CheckPaymentPage(request).Keys);
        Assert.Equal("CNY", _bench.Account.DefaultCurrency);
    }

    [Theory]
    [InlineData(40_000, 1)]
    [InlineData(1, 40_000)]
    public async Task A_page_or_an_id_too_long_to_be_kept_is_no_answer(int address, int id)
    {
        _bench.Wire.Answer($$$"""{"code":0,"data":{"url":"https://mpay.example/{{{new string('x', address)}}}","id":{{{new string('9', id)}}}}}""");

        Assert.IsType<ProviderResult<PaymentPage>.Unavailable>(await UpAsync(_bench));
    }
}
