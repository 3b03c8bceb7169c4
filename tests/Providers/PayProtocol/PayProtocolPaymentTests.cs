using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Tests.Providers.PayProtocol;

public sealed class PayProtocolPaymentTests : IDisposable
{
    private const string OurId = "dep_0123456789abcdefghjkmnpqrs";
    private const string Address = "TAKRynHBao1mv2eLaX6tUb29AyoBeCaFf1";

    private const string Made =
        """{"code":200,"msg":"success","data":{"outPaymentNo":"202312181035353064","paymentUrl":"/pay?no=202312181035353064","userWalletAddress":"TAKRynHBao1mv2eLaX6tUb29AyoBeCaFf1","saltHash":"0xab"}}""";

    /// <summary>The documented payment object.</summary>
    private const string Payment =
        """{"chainId":1,"orgId":7,"outTradeNo":"dep_0123456789abcdefghjkmnpqrs","outPaymentNo":"202312181035353064","description":"one","isLegalTender":0,"quoteCurrencySymbol":"USDT","quoteAmount":"12.5","paymentStatus":0,"paymentType":1,"expectedAmount":"12500000","settlementAmount":"12500000","settlementCurrencySymbol":"USDT","transferHash":"53a3784a795a5524a4f960b90c0155c6d8c152255dcb56266a6ed23ce66b47a0","userWalletAddress":"TAKRynHBao1mv2eLaX6tUb29AyoBeCaFf1","fromAddress":"TLBP2BJykHX3AMaxPttaQdYVTChQpCThK3","createTime":"2024-03-29 17:45:27","blockTime":1711705518}""";

    private readonly PayProtocolBench _bench = new(("PaymentOrders", "true"), ("PaymentPageBaseUrl", "https://payment-sandbox.payprotocol.network/"));

    public void Dispose() => _bench.Dispose();

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
    public async Task The_documented_payment_becomes_our_deposit()
    {
        var notice = await _bench.Account.NoticeAsync(PayProtocolBench.Signed(Payment));

        Assert.Equal(
            new Notice
            {
                Kind = OrderKind.Deposit,
                Status = NoticeStatus.Completed,
                OrderId = OurId,
                ProviderOrderId = "202312181035353064",
                Amount = 12.5m,
                Currency = "USDT",
                Network = "tron",
                Address = Address,
                FromAddress = "TLBP2BJykHX3AMaxPttaQdYVTChQpCThK3",
                TransactionId = "53a3784a795a5524a4f960b90c0155c6d8c152255dcb56266a6ed23ce66b47a0",
            },
            notice
        );
    }

    [Theory]
    [InlineData("0", NoticeStatus.Completed, null)]
    [InlineData("1", NoticeStatus.Awaiting, null)]
    [InlineData("2", NoticeStatus.Pending, null)]
    [InlineData("3", NoticeStatus.Pending, null)]
    [InlineData("4", NoticeStatus.Failed, null)]
    [InlineData("5", NoticeStatus.Failed, "5")]
    public async Task Every_status_is_translated(string status, NoticeStatus expected, string? failure)
    {
        var notice = await _bench.Account.NoticeAsync(Altered("\"paymentStatus\":0", $"\"paymentStatus\":{status}"));

        Assert.Equal((expected, failure, status == "3"), (notice.Status, notice.Failure?.Code, notice.InPart));
    }

    [Theory]
    [InlineData("6")]
    [InlineData("-1")]
    [InlineData("\"paid\"")]
    public async Task An_unknown_status_is_not_guessed(string status)
    {
        Assert.Equal(CallbackVerdict.UnknownStatus, await _bench.Account.VerdictAsync(Altered("\"paymentStatus\":0", $"\"paymentStatus\":{status}")));
    }

    [Fact]
    public async Task Paid_in_part_is_pending_with_what_was_received_so_far()
    {
        var callback = PayProtocolBench.Signed(
            Payment
                .Replace("\"paymentStatus\":0", "\"paymentStatus\":3", StringComparison.Ordinal)
                .Replace("\"settlementAmount\":\"12500000\"", "\"settlementAmount\":\"7000000\"", StringComparison.Ordinal)
        );

        var notice = await _bench.Account.NoticeAsync(callback);

        Assert.Equal((NoticeStatus.Pending, 7m, "USDT", true), (notice.Status, notice.Amount, notice.Currency, notice.InPart));
    }

    [Theory]
    [InlineData("\"settlementAmount\":\"12500000\",", "")]
    [InlineData("\"settlementAmount\":\"12500000\"", "\"settlementAmount\":null")]
    [InlineData("\"settlementAmount\":\"12500000\"", "\"settlementAmount\":\"\"")]
    public async Task What_was_received_is_never_taken_from_what_was_asked_for(string before, string after)
    {
        Assert.Null((await _bench.Account.NoticeAsync(Altered(before, after))).Amount);
    }

    [Fact]
    public async Task What_was_received_may_be_another_currency_with_its_own_decimals()
    {
        var notice = await _bench.Account.NoticeAsync(
            PayProtocolBench.Signed(
                Payment
                    .Replace("\"chainId\":1", "\"chainId\":2", StringComparison.Ordinal)
                    .Replace("\"settlementAmount\":\"12500000\"", "\"settlementAmount\":\"12500000000000000000\"", StringComparison.Ordinal)
            )
        );

        Assert.Equal((12.5m, "bsc"), (notice.Amount, notice.Network));
        Assert.Equal(
            "TRX",
            (await _bench.Account.NoticeAsync(Altered("\"settlementCurrencySymbol\":\"USDT\"", "\"settlementCurrencySymbol\":\"TRX\""))).Currency
        );
    }

    [Theory]
    [InlineData("\"settlementCurrencySymbol\":\"USDT\"", "\"settlementCurrencySymbol\":\"USDC\"")]
    [InlineData("\"chainId\":1", "\"chainId\":77")]
    public async Task A_currency_that_is_not_in_the_lists_has_to_wait(string before, string after)
    {
        Assert.IsType<CallbackResult.NotNow>(await _bench.Account.ReadAsync(Altered(before, after)));
    }

    [Theory]
    [InlineData("\"settlementAmount\":\"12500000\"", "\"settlementAmount\":\"12.5\"", CallbackVerdict.Malformed)]
    [InlineData("\"settlementAmount\":\"12500000\"", "\"settlementAmount\":\"-1\"", CallbackVerdict.Malformed)]
    [InlineData("\"chainId\":1", "\"chainId\":\"TRON\"", CallbackVerdict.Malformed)]
    [InlineData("\"outTradeNo\":\"dep_0123456789abcdefghjkmnpqrs\",", "", CallbackVerdict.Malformed)]
    [InlineData("dep_0123456789abcdefghjkmnpqrs", "1001", CallbackVerdict.UnknownOrder)]
    [InlineData("dep_0123456789abcdefghjkmnpqrs", "wd_0123456789abcdefghjkmnpqrs", CallbackVerdict.UnknownOrder)]
    [InlineData("\"orgId\":7", "\"rechargeId\":7", CallbackVerdict.ContradictoryKind)]
    public async Task A_signed_payment_that_is_not_ours_or_not_as_documented_is_refused(string before, string after, CallbackVerdict verdict)
    {
        Assert.Equal(verdict, await _bench.Account.VerdictAsync(Altered(before, after)));
    }

    [Fact]
    public async Task An_account_that_makes_no_more_payment_orders_still_reads_their_callbacks()
    {
        using var bench = new PayProtocolBench();

        Assert.Equal(OurId, (await bench.Account.NoticeAsync(PayProtocolBench.Signed(Payment))).OrderId);
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

    private static PaymentPageRequest Request { get; } =
        new()
        {
            OrderId = OurId,
            CustomerId = "user-1",
            Amount = 12.50m,
            Currency = "USDT",
            Network = "tron",
            Title = "one",
            Remark = "two",
            ReturnUrl = "https://shop.example/thanks",
        };

    private static Callback Altered(string before, string after)
    {
        Assert.Contains(before, Payment, StringComparison.Ordinal);
        return PayProtocolBench.Signed(Payment.Replace(before, after, StringComparison.Ordinal));
    }

    private StubWire AnswerLists() => _bench.Wire.Answer(PayProtocolBench.Chains).Answer(PayProtocolBench.Currencies);

    private Task<ProviderResult<PaymentPage>> CreateAsync() => _bench.Account.CreatePaymentPageAsync(Request, CancellationToken.None);

    private Task<ProviderResult<Notice>> AskAsync(string id) =>
        _bench.Account.AskAsync(
            new Notice
            {
                Kind = OrderKind.Deposit,
                Status = NoticeStatus.Pending,
                OrderId = id,
                ProviderOrderId = "202312181035353064",
            },
            CancellationToken.None
        );
}
