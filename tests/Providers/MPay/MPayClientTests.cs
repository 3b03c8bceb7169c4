using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Tests.Providers.MPay;

public sealed class MPayClientTests : IDisposable
{
    private const string Made = """{"code":0,"message":"ok","data":{"url":"https://mpay.example/qr/1","id":"9001"}}""";

    private readonly MPayBench _bench = new();

    public void Dispose() => _bench.Dispose();

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
    [InlineData("\"finish\"", "100", NoticeStatus.Completed)]
    [InlineData("\"pending\"", "\"100.00\"", NoticeStatus.Pending)]
    [InlineData("\"fail\"", "100", NoticeStatus.Failed)]
    [InlineData("true", "100", NoticeStatus.Completed)]
    public async Task An_order_is_asked_about_by_our_id(string status, string amount, NoticeStatus expected)
    {
        _bench.Wire.Answer(
            $$"""{"code":0,"data":{"merchOrderId":"{{MPayBench.OurId}}","amount":{{amount}},"status":{{status}},"userPayAddress":"wallet-7","merchId":10017} }"""
        );

        var notice = Assert.IsType<ProviderResult<Notice>.Good>(await AskAsync()).Value;

        Assert.Equal(
            new Notice
            {
                Kind = OrderKind.Deposit,
                Status = expected,
                OrderId = MPayBench.OurId,
                Amount = 100m,
                Network = "mpay",
                FromAddress = "wallet-7",
            },
            notice
        );
        var sent = _bench.Wire.Sent.Single();
        Assert.Equal("/api/v2.1/merch/user/checkUpOrder", sent.PathAndQuery);
        Assert.Equal(
            $$"""{"merchOrderId":"{{MPayBench.OurId}}"}""",
            MPayBench.Decrypt(Convert.FromBase64String(sent.Form["body"]), RSAEncryptionPadding.Pkcs1)
        );
    }

    [Theory]
    [InlineData("""{"code":0,"data":{"merchOrderId":"dep_zzzzzzzzzzzzzzzzzzzzzzzzzz","amount":100,"status":"finish"}}""")]
    [InlineData("""{"code":0,"data":{"merchOrderId":"1001","amount":100,"status":"finish"}}""")]
    [InlineData("""{"code":0,"data":{"merchOrderId":"dep_0123456789abcdefghjkmnpqrs","amount":100,"status":"odd"}}""")]
    [InlineData("""{"code":0,"data":{"merchOrderId":"dep_0123456789abcdefghjkmnpqrs","status":"finish"}}""")]
    [InlineData("""{"code":0,"data":{"merchOrderId":"dep_0123456789abcdefghjkmnpqrs","amount":-1,"status":"finish"}}""")]
    public async Task An_answer_that_is_not_about_the_order_is_no_answer(string answer)
    {
        _bench.Wire.Answer(answer);

        Assert.IsType<ProviderResult<Notice>.Unavailable>(await AskAsync());
    }

    [Fact]
    public async Task A_good_answer_without_data_means_that_there_is_no_such_order()
    {
        _bench.Wire.Answer("""{"code":0,"message":"ok","data":null}""");

        Assert.IsType<ProviderResult<Notice>.Absent>(await AskAsync());
    }

    [Fact]
    public async Task A_query_is_harmless_and_so_it_is_tried_three_times()
    {
        _bench.Wire.Break().Break().Answer("""{"code":0,"data":null}""");

        Assert.IsType<ProviderResult<Notice>.Absent>(await AskAsync());
        Assert.Equal(3, _bench.Wire.Sent.Count);
    }

    [Fact]
    public void It_makes_pages_pays_withdrawals_and_answers_queries_about_both()
    {
        Assert.True(_bench.Account.MakesPaymentPages);
        Assert.True(_bench.Account.AnswersQueries(OrderKind.Deposit));
        Assert.True(_bench.Account.AnswersQueries(OrderKind.Withdrawal));
        Assert.True(_bench.Account.PaysWithdrawals);
        Assert.False(_bench.Account.Lists(OrderKind.Withdrawal));
        Assert.False(_bench.Account.Renotifies(OrderKind.Withdrawal));
        Assert.False(_bench.Account.IssuesAddresses);
    }

    [Theory]
    [InlineData("MerchId", null, "MerchId is missing.")]
    [InlineData("MerchId", "abc", "MerchId must be a whole number.")]
    [InlineData("Md5Key", "", "Md5Key is missing.")]
    [InlineData("PublicKey", "rubbish", "PublicKey must be an RSA public key, as PEM, base64 of PEM or base64 of DER.")]
    [InlineData("ApiVersion", "v3", "ApiVersion must be one of v2.1, v2.")]
    [InlineData("UrlSafeBase64", "yes", "UrlSafeBase64 must be true or false.")]
    [InlineData("Currency", " CNY", "Currency must not start or end with white space.")]
    public void A_mistake_names_its_setting_and_never_its_value(string name, string? value, string sentence)
    {
        Assert.Equal([sentence], _bench.Bench.Mistakes(name, value));
    }

    [Theory]
    [InlineData(40_000, 1)]
    [InlineData(1, 40_000)]
    public async Task A_page_or_an_id_too_long_to_be_kept_is_no_answer(int address, int id)
    {
        _bench.Wire.Answer($$$"""{"code":0,"data":{"url":"https://mpay.example/{{{new string('x', address)}}}","id":{{{new string('9', id)}}}}}""");

        Assert.IsType<ProviderResult<PaymentPage>.Unavailable>(await UpAsync(_bench));
    }

    private static PaymentPageRequest Request { get; } =
        new()
        {
            OrderId = MPayBench.OurId,
            CustomerId = "user-1",
            Amount = 100.00m,
            Currency = "CNY",
            Title = "one",
            Remark = "two",
            ReturnUrl = "https://shop.example/thanks",
        };

    private static Task<ProviderResult<PaymentPage>> UpAsync(MPayBench bench) =>
        bench.Account.CreatePaymentPageAsync(Request, CancellationToken.None);

    private Task<ProviderResult<Notice>> AskAsync() =>
        _bench.Account.AskAsync(
            new Notice
            {
                Kind = OrderKind.Deposit,
                Status = NoticeStatus.Completed,
                OrderId = MPayBench.OurId,
            },
            CancellationToken.None
        );
}
