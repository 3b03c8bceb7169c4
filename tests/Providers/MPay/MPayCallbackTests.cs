using System.Globalization;
using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Tests.Providers.MPay;

public sealed class MPayCallbackTests : IDisposable
{
    private readonly MPayBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void The_acknowledgement_is_the_word_SUCCESS()
    {
        Assert.Equal(new Acknowledgement("text/plain", "SUCCESS"), _bench.Account.Acknowledgement);
        Assert.Empty(_bench.Account.CallbackHeaders);
    }

    [Theory]
    [InlineData("sign=s&merchOrderId=o", CallbackShape.Acceptable)]
    [InlineData("sign=s&merchUserId=u", CallbackShape.Acceptable)]
    [InlineData("sign=s&merchUserId=u&merchOrderId=o", CallbackShape.Acceptable)]
    [InlineData("&&sign=s&merchOrderId=o&", CallbackShape.Acceptable)]
    [InlineData("sign=s&merchOrderId=o&amount=1&amount=2", CallbackShape.Acceptable)]
    [InlineData("", CallbackShape.Malformed)]
    [InlineData("sign=s", CallbackShape.Malformed)]
    [InlineData("merchOrderId=o", CallbackShape.Malformed)]
    [InlineData("sign=&merchOrderId=o", CallbackShape.Malformed)]
    [InlineData("sign&merchOrderId=o", CallbackShape.Malformed)]
    [InlineData("Sign=s&merchOrderId=o", CallbackShape.Malformed)]
    [InlineData("sign=s&merchOrderId=", CallbackShape.Malformed)]
    [InlineData("sign=s&sign=s&merchOrderId=o", CallbackShape.Malformed)]
    [InlineData("sign=s&merchOrderId=o&merchOrderId=o", CallbackShape.Malformed)]
    [InlineData("sign=s&merchOrderId=o&merch%4FrderId=o", CallbackShape.Malformed)]
    [InlineData("sign=s&merchUserId=o&merchUserId=o", CallbackShape.Malformed)]
    [InlineData("sign=s&merchOrderId=%F", CallbackShape.Malformed)]
    [InlineData("""{"sign":"s","merchOrderId":"o"}""", CallbackShape.Malformed)]
    public void The_door_wants_a_form_with_one_signature_and_one_id(string form, CallbackShape expected)
    {
        Assert.Equal(expected, _bench.Account.CheckShape(Received.Form(form)));
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded; charset=UTF-8", CallbackShape.Acceptable)]
    [InlineData("application/json", CallbackShape.UnsupportedMediaType)]
    [InlineData("multipart/form-data; boundary=x", CallbackShape.UnsupportedMediaType)]
    [InlineData("", CallbackShape.UnsupportedMediaType)]
    public void The_door_wants_an_encoded_form(string contentType, CallbackShape expected)
    {
        Assert.Equal(expected, _bench.Account.CheckShape(Received.Form("sign=s&merchOrderId=o") with { ContentType = contentType }));
    }

    [Fact]
    public async Task A_deposit_notice_is_translated()
    {
        var notice = await _bench.Account.NoticeAsync(
            MPayBench.Signed($"amount=100&merchOrderId={MPayBench.OurId}&merchUserId=user-1&status=finish")
        );

        Assert.Equal(
            new Notice
            {
                Kind = OrderKind.Deposit,
                Status = NoticeStatus.Completed,
                OrderId = MPayBench.OurId,
                Amount = 100m,
                Network = "mpay",
                CustomerId = "user-1",
            },
            notice
        );
    }

    [Theory]
    [InlineData("dep_0123456789abcdefghjkmnpqrs")]
    [InlineData("wd_0123456789abcdefghjkmnpqrs")]
    public async Task Both_vocabularies_count_for_both_kinds(string id)
    {
        var expected = new Dictionary<string, NoticeStatus>
        {
            ["finish"] = NoticeStatus.Completed,
            ["true"] = NoticeStatus.Completed,
            ["pending"] = NoticeStatus.Pending,
            ["fail"] = NoticeStatus.Failed,
            ["false"] = NoticeStatus.Failed,
        };

        foreach (var (word, status) in expected)
        {
            var notice = await _bench.Account.NoticeAsync(MPayBench.Signed($"amount=1&merchOrderId={id}&status={word}"));
            Assert.Equal((status, id), (notice.Status, notice.OrderId));
            Assert.Equal(id.StartsWith("dep_", StringComparison.Ordinal) ? OrderKind.Deposit : OrderKind.Withdrawal, notice.Kind);
        }
    }

    [Theory]
    [InlineData("success")]
    [InlineData("Finish")]
    [InlineData("TRUE")]
    [InlineData("0")]
    [InlineData("finish ")]
    public async Task An_unknown_word_is_not_guessed(string status)
    {
        Assert.Equal(CallbackVerdict.UnknownStatus, await VerdictAsync($"amount=1&merchOrderId={MPayBench.OurId}&status={status}"));
    }

    [Theory]
    [InlineData("1001")]
    [InlineData("dep_short")]
    [InlineData("DEP_0123456789abcdefghjkmnpqrs")]
    [InlineData("dep_0123456789abcdefghjkmnpqri")]
    [InlineData("dep_0123456789abcdefghjkmnpqrs|order")]
    public async Task An_id_that_we_never_gave_out_is_nobodys(string id)
    {
        Assert.Equal(CallbackVerdict.UnknownOrder, await VerdictAsync($"amount=1&merchOrderId={id}&status=finish"));
    }

    [Theory]
    [InlineData("100", "100")]
    [InlineData("100.50", "100.5")]
    [InlineData("0.58", "0.58")]
    public async Task An_amount_is_digits_with_an_optional_fraction(string amount, string expected)
    {
        var notice = await _bench.Account.NoticeAsync(MPayBench.Signed($"amount={amount}&merchOrderId={MPayBench.OurId}&status=finish"));

        Assert.Equal(decimal.Parse(expected, CultureInfo.InvariantCulture), notice.Amount);
    }

    [Theory]
    [InlineData("1e2")]
    [InlineData("-100")]
    [InlineData("1,000")]
    [InlineData("100.")]
    [InlineData("0x64")]
    [InlineData("100 ")]
    [InlineData("100\n")]
    [InlineData("")]
    public async Task Anything_else_is_no_amount(string amount)
    {
        Assert.Equal(CallbackVerdict.Malformed, await VerdictAsync($"amount={amount}&merchOrderId={MPayBench.OurId}&status=finish"));
    }

    [Fact]
    public async Task An_amount_finer_than_its_currency_is_a_doubt()
    {
        var notice = await _bench.Account.NoticeAsync(MPayBench.Signed($"amount=0.001&merchOrderId={MPayBench.OurId}&status=finish"));

        Assert.Equal((0.001m, ReviewReason.AmountOutOfRange), (notice.Amount, notice.Doubt));
    }

    [Theory]
    [InlineData("12345678901234567890123456789")]
    [InlineData("1.2345678901234567890123456789")]
    public async Task An_amount_that_no_decimal_holds_is_a_doubt_and_no_number(string amount)
    {
        var notice = await _bench.Account.NoticeAsync(MPayBench.Signed($"amount={amount}&merchOrderId={MPayBench.OurId}&status=finish"));

        Assert.Equal((null, ReviewReason.AmountOutOfRange), (notice.Amount, notice.Doubt));
    }

    [Theory]
    [InlineData($"merchOrderId={MPayBench.OurId}&status=finish")]
    [InlineData($"amount=100&merchOrderId={MPayBench.OurId}")]
    public async Task A_signed_form_that_lacks_a_field_is_malformed(string fields)
    {
        Assert.Equal(CallbackVerdict.Malformed, await VerdictAsync(fields));
    }

    [Fact]
    public async Task A_form_without_a_signature_is_malformed()
    {
        Assert.Equal(
            CallbackVerdict.Malformed,
            await _bench.Account.VerdictAsync(Received.Form($"amount=1&merchOrderId={MPayBench.OurId}&status=finish"))
        );
    }

    private Task<CallbackVerdict> VerdictAsync(string sortedFields) => _bench.Account.VerdictAsync(MPayBench.Signed(sortedFields));
}
