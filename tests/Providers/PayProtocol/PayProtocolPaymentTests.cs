using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Tests.Providers.PayProtocol;

public sealed class PayProtocolPaymentTests : PayProtocolPaymentBench
{
    [Fact]
    public async Task A_page_is_the_providers_host_and_the_path_that_it_gives()
    {
        AnswerLists().Answer(Made);

        var page = Assert.IsType<ProviderResult<PaymentPage>.Good>(await CreateAsync()).Value;

        Assert.Equal(
            new PaymentPage("https://payment-sandbox.payprotocol.network/pay?no=202312181035353064", "202312181035353064")
            {
                Address = Address,
                Network = "tron",
                Currency = "USDT",
            },
            page
        );
    }

    [Fact]
    public async Task What_goes_out_asks_for_the_coin_itself_and_carries_our_id()
    {
        AnswerLists().Answer(Made);

        await CreateAsync();

        var sent = _bench.Wire.Sent[2];
        Assert.Equal(("POST", "https://pay.example/api/mer/payment/createPaymentOrder"), (sent.Method, sent.Address.AbsoluteUri));
        Assert.Equal(
            """{"chainId":1,"description":"one","outTradeNo":"dep_0123456789abcdefghjkmnpqrs","isLegalTender":0,"quoteCurrencySymbol":"USDT","quoteAmount":"12.5","notifyUrl":"https://hub.example/callbacks/test","redirectionUrl":"https://shop.example/thanks"}""",
            sent.Text
        );
        Assert.Equal(PayProtocolBench.Sign("1723971200", "POST", "/api/mer/payment/createPaymentOrder", sent.Body), sent.Headers["X-PAY-SIGN"]);
    }

    [Fact]
    public async Task A_payment_order_is_asked_for_once_whatever_happens()
    {
        AnswerLists().Break();

        Assert.IsType<ProviderResult<PaymentPage>.Unavailable>(await CreateAsync());
        Assert.Equal(3, _bench.Wire.Sent.Count);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("""{"outPaymentNo":"1","userWalletAddress":"T1"}""")]
    [InlineData("""{"outPaymentNo":"1","paymentUrl":"/pay"}""")]
    [InlineData("""{"paymentUrl":"/pay","userWalletAddress":"T1"}""")]
    [InlineData("""{"outPaymentNo":"1","userWalletAddress":"T1","paymentUrl":"https://elsewhere.example/pay"}""")]
    [InlineData("""{"outPaymentNo":"1","userWalletAddress":"T1","paymentUrl":"//elsewhere.example/pay"}""")]
    [InlineData("""{"outPaymentNo":"1","userWalletAddress":"T1","paymentUrl":".elsewhere.example/pay"}""")]
    [InlineData("""{"outPaymentNo":"1","userWalletAddress":"T1","paymentUrl":"/pay\u0007"}""")]
    [InlineData("""{"outPaymentNo":"1","userWalletAddress":"  ","paymentUrl":"/pay"}""")]
    public async Task An_answer_that_sends_the_payer_nowhere_or_elsewhere_is_no_answer(string data)
    {
        AnswerLists().Answer($$"""{"code":200,"data":{{data}}}""");

        Assert.IsType<ProviderResult<PaymentPage>.Unavailable>(await CreateAsync());
    }

    [Theory]
    [InlineData("USDC", "tron", "12.5", "unknown_currency")]
    [InlineData("USDT", "solana", "12.5", "unknown_currency")]
    [InlineData("USDT", "tron", "0.0000001", "too_many_decimals")]
    public async Task What_the_provider_could_not_ask_for_is_refused_before_it_is_sent(string currency, string network, string amount, string code)
    {
        var request = Request with
        {
            Currency = currency,
            Network = network,
            Amount = decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture),
        };

        var refused = Assert.IsType<ProviderResult<PaymentPage>.Refused>(
            await _bench.Account.CreatePaymentPageAsync(request, CancellationToken.None)
        );

        Assert.Equal(code, refused.Code);
        Assert.DoesNotContain(_bench.Wire.Sent, sent => sent.Method == "POST");
    }

    [Fact]
    public void A_payment_order_needs_an_amount_and_a_network()
    {
        Assert.Equal(["amount", "network"], _bench.Account.CheckPaymentPage(Request with { Amount = 0, Network = null }).Keys.Order());
        Assert.Empty(_bench.Account.CheckPaymentPage(Request));
    }

    [Fact]
    public async Task A_payment_order_is_asked_about_by_our_id()
    {
        _bench.Wire.Answer($$"""{"code":200,"data":{{Payment}}}""");

        var notice = Assert.IsType<ProviderResult<Notice>.Good>(await AskAsync(OurId)).Value;

        Assert.Equal("/api/mer/payment/detail?outTradeNo=dep_0123456789abcdefghjkmnpqrs", _bench.Wire.Sent[0].PathAndQuery);
        Assert.Equal((NoticeStatus.Completed, 12.5m), (notice.Status, notice.Amount));
    }

    [Fact]
    public async Task An_answer_about_another_payment_is_no_answer()
    {
        _bench.Wire.Answer($$"""{"code":200,"data":{{Payment}}}""");

        Assert.IsType<ProviderResult<Notice>.Unavailable>(await AskAsync("dep_zzzzzzzzzzzzzzzzzzzzzzzzzz"));
    }
}
