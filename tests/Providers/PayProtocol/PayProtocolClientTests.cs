using System.Net;
using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Tests.Providers.PayProtocol;

public sealed class PayProtocolClientTests : IDisposable
{
    private const string Created = """{"code":200,"msg":"success","data":403}""";
    private const string Nobody = """{"code":200,"msg":"success","data":null}""";

    private const string User =
        """{"code":200,"msg":"success","data":{"userId":403,"uuid":"USER10001","userType":0,"userWallet":[{"walletId":1,"chainId":1,"walletAddress":"TAKRynHBao1mv2eLaX6tUb29AyoBeCaFf1"},{"walletId":2,"chainId":2,"walletAddress":"0x52908400098527886E0F7030069857D2E4169EE7"}]}}""";

    private readonly PayProtocolBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_customers_addresses_are_made_and_then_read()
    {
        _bench.Wire.Answer(Created).Answer(User);

        var issued = Assert.IsType<ProviderResult<IReadOnlyList<DepositAddress>>.Good>(await IssueAsync()).Value;

        Assert.Equal(
            [
                new DepositAddress("tron", "TAKRynHBao1mv2eLaX6tUb29AyoBeCaFf1"),
                new DepositAddress("bsc", "0x52908400098527886E0F7030069857D2E4169EE7"),
            ],
            issued
        );
    }

    [Fact]
    public async Task What_goes_out_is_signed_as_published()
    {
        _bench.Wire.Answer(Created).Answer(User);

        await IssueAsync();

        var (create, detail) = (_bench.Wire.Sent[0], _bench.Wire.Sent[1]);
        Assert.Equal(
            ("POST", "https://pay.example/api/mer/user/create", """{"uuid":"USER10001"}"""),
            (create.Method, create.Address.AbsoluteUri, create.Text)
        );
        Assert.Equal("application/json", create.Headers["Content-Type"]);
        Assert.Equal("test_key", create.Headers["X-PAY-KEY"]);
        Assert.Equal("1723971200", create.Headers["X-PAY-TIMESTAMP"]);
        Assert.Equal("ZzTfpiM2r1eDEQTf4BVqLP7XaJ6KswnVCN8fGG7WOSU=", create.Headers["X-PAY-SIGN"]);
        Assert.Equal(("GET", "https://pay.example/api/mer/user/detail?uuid=USER10001"), (detail.Method, detail.Address.AbsoluteUri));
        Assert.Equal("HaVV2rOMDgsqNFWJ7+WH+vjIYwvd5pzV1/4osou7vms=", detail.Headers["X-PAY-SIGN"]);
        Assert.Empty(detail.Body);
    }

    [Fact]
    public async Task A_query_is_signed_exactly_as_it_is_sent()
    {
        _bench.Wire.Answer(Created).Answer(User);

        await _bench.Account.IssueAddressesAsync("a:b@c+d", CancellationToken.None);

        var detail = _bench.Wire.Sent[1];
        Assert.Equal("/api/mer/user/detail?uuid=a%3Ab%40c%2Bd", detail.PathAndQuery);
        Assert.Equal(PayProtocolBench.Sign("1723971200", "GET", "/api/mer/user/detail?uuid=a%3Ab%40c%2Bd", []), detail.Headers["X-PAY-SIGN"]);
    }

    [Fact]
    public async Task A_customer_that_exists_already_is_no_error()
    {
        _bench.Wire.Answer("""{"code":5001,"msg":"user exists"}""").Answer(User);

        Assert.Equal(2, Assert.IsType<ProviderResult<IReadOnlyList<DepositAddress>>.Good>(await IssueAsync()).Value.Count);
    }

    [Theory]
    [InlineData(Nobody)]
    [InlineData("""{"code":5002,"msg":"no such user"}""")]
    public async Task A_refusal_counts_when_the_customer_is_unknown(string detail)
    {
        _bench.Wire.Answer("""{"code":5001,"msg":"no","description":"not opened"}""", HttpStatusCode.Forbidden).Answer(detail);

        var refused = Assert.IsType<ProviderResult<IReadOnlyList<DepositAddress>>.Refused>(await IssueAsync());

        Assert.Equal(("5001", "no: not opened"), (refused.Code, refused.Message));
    }

    [Theory]
    [InlineData(Nobody)]
    [InlineData("""{"code":200,"data":{"uuid":"SOMEBODY","userWallet":[]}}""")]
    [InlineData("""{"code":200,"data":{"uuid":"USER10001","userWallet":[]}}""")]
    [InlineData("""{"code":200,"data":{"uuid":"USER10001"}}""")]
    [InlineData("""{"code":200,"data":{"uuid":"USER10001","userWallet":[{"chainId":1}]}}""")]
    [InlineData("""{"code":200,"data":{"uuid":"USER10001","userWallet":[{"chainId":77,"walletAddress":"T1"}]}}""")]
    [InlineData("""{"code":200,"data":{"uuid":"USER10001","userWallet":[{"chainId":1,"walletAddress":" "}]}}""")]
    public async Task Addresses_that_cannot_be_relied_on_are_not_handed_out(string detail)
    {
        _bench.Wire.Answer(Created).Answer(detail);

        Assert.IsType<ProviderResult<IReadOnlyList<DepositAddress>>.Unavailable>(await IssueAsync());
    }

    [Fact]
    public async Task A_broken_connection_is_tried_twice_more_and_signed_anew()
    {
        _bench.Wire.Break().Answer("", HttpStatusCode.BadGateway).Answer(Created).Answer(User);

        Assert.IsType<ProviderResult<IReadOnlyList<DepositAddress>>.Good>(await IssueAsync());
        Assert.Equal(["/user/create", "/user/create", "/user/create", "/user/detail"], Endpoints().Take(4));
    }

    [Fact]
    public async Task After_three_tries_the_provider_is_unavailable()
    {
        _bench.Wire.Break().Break().Break();

        var unavailable = Assert.IsType<ProviderResult<IReadOnlyList<DepositAddress>>.Unavailable>(await IssueAsync());

        Assert.Equal("The connection broke off (ConnectionError).", unavailable.Reason);
        Assert.Equal(3, _bench.Wire.Sent.Count);
    }

    [Fact]
    public async Task What_is_logged_names_the_account_and_the_endpoint_and_nobody_else()
    {
        _bench.Wire.Answer(Created).Break().Break().Break();

        await IssueAsync();

        Assert.Equal(
            ["pay_protocol, account acme: /user/detail gave no answer. The connection broke off (ConnectionError)."],
            _bench.Bench.Logs.Lines
        );
    }

    [Fact]
    public async Task A_refusal_is_not_tried_again()
    {
        _bench.Wire.Answer("""{"code":5001,"msg":"no"}""", HttpStatusCode.Unauthorized).Answer(Nobody);

        await IssueAsync();

        Assert.Equal(["/user/create", "/user/detail"], Endpoints());
    }

    [Fact]
    public async Task A_recharge_is_asked_about_by_the_providers_id()
    {
        _bench.Wire.Answer($$"""{"code":200,"msg":"success","data":{{PayProtocolBench.Recharge}}}""");

        var notice = Assert.IsType<ProviderResult<Notice>.Good>(await AskAsync("402")).Value;

        Assert.Equal("/api/mer/recharge/detail?rechargeId=402", _bench.Wire.Sent[0].PathAndQuery);
        Assert.Equal((NoticeStatus.Completed, "402", 10m), (notice.Status, notice.ProviderOrderId, notice.Amount));
    }

    [Theory]
    [InlineData("""{"code":200,"data":null}""")]
    [InlineData("""{"code":200}""")]
    [InlineData("""{"code":200,"data":{}}""")]
    public async Task A_good_answer_without_data_means_that_there_is_none(string answer)
    {
        _bench.Wire.Answer(answer);

        Assert.IsType<ProviderResult<Notice>.Absent>(await AskAsync("402"));
    }

    [Fact]
    public async Task An_answer_about_another_recharge_is_no_answer()
    {
        _bench.Wire.Answer($$"""{"code":200,"data":{{PayProtocolBench.Recharge}}}""");

        var unavailable = Assert.IsType<ProviderResult<Notice>.Unavailable>(await AskAsync("403"));

        Assert.Contains("another", unavailable.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_cannot_be_read_is_no_answer()
    {
        _bench.Wire.Answer("""{"code":200,"data":{"rechargeId":402}}""");

        Assert.IsType<ProviderResult<Notice>.Unavailable>(await AskAsync("402"));
    }

    [Fact]
    public async Task A_refusal_that_is_listed_as_not_found_means_that_there_is_none()
    {
        using var bench = new PayProtocolBench(("NotFoundCodes", "10004, 10006"));
        bench.Wire.Answer("""{"code":10004,"msg":"recharge not found"}""").Answer("""{"code":10005,"msg":"busy"}""");
        var about = new OrderReference(OrderKind.Deposit, OrderId: null, "402");

        Assert.IsType<ProviderResult<Notice>.Absent>(await bench.Account.AskAsync(about, CancellationToken.None));
        Assert.Equal("10005", Assert.IsType<ProviderResult<Notice>.Refused>(await bench.Account.AskAsync(about, CancellationToken.None)).Code);
    }

    [Fact]
    public async Task An_imported_recharge_comes_with_everything_about_it()
    {
        _bench.Wire.Answer($$"""{"code":200,"msg":"success","data":{{PayProtocolBench.Recharge}}}""");

        var notice = Assert.IsType<ProviderResult<Notice>.Good>(await AskAsync("402")).Value;

        Assert.Equal(
            ("TAKRynHBao1mv2eLaX6tUb29AyoBeCaFf1", "9190", "TRX", "tron", null),
            (notice.Address, notice.CustomerId, notice.Currency, notice.Network, notice.OrderId)
        );
    }

    [Fact]
    public void It_can_do_everything_that_the_hub_asks_for_and_makes_pages_when_told_to()
    {
        Assert.All(
            [OrderKind.Deposit, OrderKind.Withdrawal],
            kind =>
                Assert.Equal((true, true, true), (_bench.Account.AnswersQueries(kind), _bench.Account.Renotifies(kind), _bench.Account.Lists(kind)))
        );
        Assert.True(_bench.Account.PaysWithdrawals);
        Assert.False(_bench.Account.MakesPaymentPages);
        using var bench = new PayProtocolBench(("PaymentOrders", "true"));
        Assert.True(bench.Account.MakesPaymentPages);
        Assert.Null(bench.Account.DefaultCurrency);
    }

    private IEnumerable<string> Endpoints() =>
        _bench.Wire.Sent.Select(request => request.Address.AbsolutePath.Replace("/api/mer", "", StringComparison.Ordinal));

    private Task<ProviderResult<IReadOnlyList<DepositAddress>>> IssueAsync() =>
        _bench.Account.IssueAddressesAsync("USER10001", CancellationToken.None);

    private Task<ProviderResult<Notice>> AskAsync(string id) =>
        _bench.Account.AskAsync(new OrderReference(OrderKind.Deposit, OrderId: null, id), CancellationToken.None);
}
