using System.Globalization;
using System.Security.Cryptography;
using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Tests.Providers.MPay;

public sealed class MPayWithdrawalTests : IDisposable
{
    private readonly MPayBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task What_goes_out_is_encrypted_with_every_detail_under_MPays_name()
    {
        _bench.Wire.Answer("""{"code":0,"message":"ok","data":{"status":"pending","id":9001}}""");
        var request = Withdrawals.MPay.With(
            ("phone_number", "+86 138"),
            ("username", "Li Lei"),
            ("id_number", "X1"),
            ("title", "one"),
            ("remark", "two")
        );

        Assert.Equal(new SubmissionResult.Accepted("9001"), await _bench.Account.SubmitAsync(request));

        var sent = _bench.Wire.Sent.Single();
        Assert.Equal(("POST", "https://mpay.example/api/v2.1/merch/user/down"), (sent.Method, sent.Address.AbsoluteUri));
        Assert.Equal(MPayBench.Md5("10017" + sent.Form["body"] + "1723971200" + "merchmd5Key"), sent.Form["key"]);
        Assert.Equal(
            """{"merchOrderId":"wd_0123456789abcdefghjkmnpqrs","amount":100,"callBackUrl":"https://hub.example/callbacks/test","userWalletAddress":"wallet-7","merchUserId":"user-1","currency":"CNY","username":"Li Lei","remark":"two","title":"one","idNumber":"X1","phoneNumber":"\u002B86 138"}""",
            MPayBench.Decrypt(Convert.FromBase64String(sent.Form["body"]), RSAEncryptionPadding.Pkcs1)
        );
    }

    [Fact]
    public async Task Details_that_were_not_given_are_not_sent()
    {
        _bench.Wire.Answer("""{"code":0,"data":null}""");

        await _bench.Account.SubmitAsync(Withdrawals.MPay);

        Assert.EndsWith(
            ""","merchUserId":"user-1","currency":"CNY"}""",
            MPayBench.Decrypt(Convert.FromBase64String(_bench.Wire.Sent.Single().Form["body"]), RSAEncryptionPadding.Pkcs1),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_sound_withdrawal_has_no_mistakes() =>
        Assert.Empty(
            await _bench.Account.MistakesAsync(
                Withdrawals.MPay.With(("username", "Li Lei"), ("phone_number", "138"), ("id_number", "1"), ("title", "t"), ("remark", "r"))
            )
        );

    [Theory]
    [InlineData("0")]
    [InlineData("-100")]
    [InlineData("10.5")]
    public async Task An_amount_is_whole_and_positive(string amount)
    {
        var mistakes = await _bench.Account.MistakesAsync(Withdrawals.MPay with { Amount = decimal.Parse(amount, CultureInfo.InvariantCulture) });

        Assert.Equal("MPay takes whole amounts above zero.", Assert.Single(mistakes, mistake => mistake.Key == "amount").Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(" wallet-7")]
    [InlineData("wallet-7\n")]
    [InlineData("wallet\t7")]
    public async Task A_wallet_has_an_address(string address)
    {
        Assert.Equal(["address"], (await _bench.Account.MistakesAsync(Withdrawals.MPay with { Address = address })).Keys);
        Assert.Equal(["address"], (await _bench.Account.MistakesAsync(Withdrawals.MPay with { Address = new string('w', 129) })).Keys);
    }

    [Fact]
    public async Task Currency_and_network_are_the_accounts()
    {
        Assert.Equal(
            ["currency", "network"],
            (await _bench.Account.MistakesAsync(Withdrawals.MPay with { Currency = "USD", Network = "tron" })).Keys.Order()
        );
        Assert.Empty(await _bench.Account.MistakesAsync(Withdrawals.MPay with { Currency = "cny" }));
    }

    [Theory]
    [InlineData("bank", "x", "There is no such detail; there are: username, phone_number, id_number, title, remark.")]
    [InlineData("phoneNumber", "138", "There is no such detail; there are: username, phone_number, id_number, title, remark.")]
    [InlineData("username", "", "It must be 1 to 64 characters without line breaks.")]
    [InlineData("remark", "a\nb", "It must be 1 to 256 characters without line breaks.")]
    [InlineData("phone_number", "123456789012345678901234567890123", "It must be 1 to 32 characters without line breaks.")]
    public async Task A_detail_that_MPay_cannot_take_is_told(string name, string value, string sentence)
    {
        var mistakes = await _bench.Account.MistakesAsync(Withdrawals.MPay.With((name, value)));

        Assert.Equal([new($"details.{name}", sentence)], mistakes);
    }

    [Theory]
    [InlineData("\"finish\"", NoticeStatus.Completed)]
    [InlineData("\"pending\"", NoticeStatus.Pending)]
    [InlineData("\"fail\"", NoticeStatus.Failed)]
    public async Task A_withdrawal_is_asked_about_by_our_id(string status, NoticeStatus expected)
    {
        _bench.Wire.Answer(
            $$"""{"code":0,"data":{"merchOrderId":"{{Withdrawals.OurId}}","amount":100,"status":{{status}},"userPayAddress":"wallet-7","merchId":10017} }"""
        );

        var notice = Assert.IsType<ProviderResult<Notice>.Good>(await AskAsync(_bench)).Value;

        Assert.Equal(
            new Notice
            {
                Kind = OrderKind.Withdrawal,
                Status = expected,
                OrderId = Withdrawals.OurId,
                Amount = 100m,
                Network = "mpay",
                Address = "wallet-7",
            },
            notice
        );
        Assert.Equal("/api/v2.1/merch/user/checkDownOrder", _bench.Wire.Sent.Single().PathAndQuery);
    }

    [Fact]
    public async Task Absent_is_a_good_answer_without_data_or_a_code_that_is_listed()
    {
        using var bench = new MPayBench(("NotFoundCodes", "404,10044"));
        bench
            .Wire.Answer("""{"code":0,"data":null}""")
            .Answer("""{"code":10044,"message":"no such order"}""")
            .Answer("""{"code":10045,"message":"busy"}""");

        Assert.IsType<ProviderResult<Notice>.Absent>(await AskAsync(bench));
        Assert.IsType<ProviderResult<Notice>.Absent>(await AskAsync(bench));
        Assert.Equal(new ProviderResult<Notice>.Refused("10045", "busy"), await AskAsync(bench));
    }

    [Theory]
    [InlineData("finish", NoticeStatus.Completed)]
    [InlineData("pending", NoticeStatus.Pending)]
    [InlineData("fail", NoticeStatus.Failed)]
    public async Task A_withdrawals_notice_is_translated_with_the_wallet_when_it_names_it(string status, NoticeStatus expected)
    {
        var notice = await _bench.Account.NoticeAsync(
            MPayBench.Signed($"amount=100&merchOrderId={Withdrawals.OurId}&merchUserId=user-1&status={status}&userWalletAddress=wallet-7")
        );

        Assert.Equal(
            new Notice
            {
                Kind = OrderKind.Withdrawal,
                Status = expected,
                OrderId = Withdrawals.OurId,
                Amount = 100m,
                Network = "mpay",
                CustomerId = "user-1",
                Address = "wallet-7",
            },
            notice
        );
    }

    private static Task<ProviderResult<Notice>> AskAsync(MPayBench bench) =>
        bench.Account.AskAsync(new OrderReference(OrderKind.Withdrawal, Withdrawals.OurId, ProviderOrderId: null), CancellationToken.None);
}
