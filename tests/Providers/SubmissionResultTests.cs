using System.Net;
using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Tests.Providers;

/// <summary>What an answer to a withdrawal proves, for every provider. 7001 and 7002 are listed as definite; $ stands for the good code.</summary>
public sealed class SubmissionResultTests
{
    private static readonly string[] Providers = ["pay_protocol", "usdt_gateway", "mpay"];

    private static readonly (int Status, string Body)[] ProvingNothing =
    [
        (200, """{"code":9999,"msg":"no"}"""),
        (200, """{"code":70010,"msg":"no"}"""),
        (200, ""),
        (200, "{"),
        (200, "[]"),
        (200, "<html>"),
        (200, """{"msg":"no"}"""),
        (200, """{"code":7001,"code":7001}"""),
        (200, """{"code":7001.0}"""),
        (302, """{"code":7001}"""),
        (400, ""),
        (400, "<html>"),
        (400, """{"code":9999}"""),
        (400, """{"code":$}"""),
        (401, """{"code":$}"""),
        (404, """{"code":$,"data":{}}"""),
        (404, """{"code":1,"code":$}"""),
        (402, """{"code":7001}"""),
        (405, """{"code":7001}"""),
        (408, """{"code":7001}"""),
        (409, """{"code":7001}"""),
        (413, """{"code":7001}"""),
        (422, """{"code":7001}"""),
        (500, """{"code":7001}"""),
        (500, """{"code":$,"data":{}}"""),
        (502, "<html>"),
        (503, """{"code":7001}"""),
        (504, ""),
    ];

    private static readonly (int Status, string Body, string Code, string Message)[] Definite =
    [
        (200, """{"code":7001,"msg":"too little","message":"too little"}""", "7001", "too little"),
        (200, """{"code":"7002"}""", "7002", ""),
        (400, """{"code":7001}""", "7001", ""),
        (401, """{"code":401,"msg":"wrong key","message":"wrong key"}""", "401", "wrong key"),
        (401, "", "http_401", ""),
        (403, "<html>forbidden</html>", "http_403", ""),
        (404, """{"code":9999}""", "9999", ""),
        (404, "404 page not found", "http_404", ""),
    ];

    public static TheoryData<string, int, string> Unknowns
    {
        get
        {
            var all = new TheoryData<string, int, string>();
            foreach (var provider in Providers)
            {
                foreach (var (status, body) in ProvingNothing)
                    all.Add(provider, status, body);
            }

            return all;
        }
    }

    public static TheoryData<string, int, string, string, string> Refusals
    {
        get
        {
            var all = new TheoryData<string, int, string, string, string>();
            foreach (var provider in Providers)
            {
                foreach (var (status, body, code, message) in Definite)
                    all.Add(provider, status, body, code, message);
            }

            return all;
        }
    }

    public static TheoryData<string> All => [.. Providers];

    [Theory]
    [MemberData(nameof(Unknowns))]
    public async Task What_is_not_certain_is_unknown(string provider, int status, string body)
    {
        var (result, sent) = await SubmitAsync(
            provider,
            wire => wire.Answer(body.Replace("$", GoodCode(provider), StringComparison.Ordinal), (HttpStatusCode)status)
        );

        Assert.IsType<SubmissionResult.Unknown>(result);
        Assert.Equal(1, sent);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_listed_code_and_a_status_that_shows_that_nothing_was_read_are_definite(
        string provider,
        int status,
        string body,
        string code,
        string message
    )
    {
        var (result, sent) = await SubmitAsync(provider, wire => wire.Answer(body, (HttpStatusCode)status));

        Assert.Equal(new SubmissionResult.Refused(new Failure(code, message)), result);
        Assert.Equal(1, sent);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Without_a_list_no_code_is_definite(string provider)
    {
        var (bench, wire, account, request) = Withdrawals.Open(provider);
        using (bench)
        {
            Lists(provider, wire).Answer("""{"code":7001}""");

            Assert.IsType<SubmissionResult.Unknown>(await account.SubmitAsync(request));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_good_answer_means_taken_whatever_its_data_is(string provider)
    {
        foreach (var data in (string[])["null", "{}", "[]", "7", """{"id":{},"withdrawId":[]}"""])
        {
            var (result, sent) = await SubmitAsync(provider, wire => wire.Answer($$"""{"code":{{GoodCode(provider)}},"data":{{data}}}"""));

            Assert.Equal(new SubmissionResult.Accepted(null), result);
            Assert.Equal(1, sent);
        }
    }

    [Theory]
    [InlineData("pay_protocol", "1231")]
    [InlineData("usdt_gateway", null)]
    [InlineData("mpay", "9001")]
    public async Task The_providers_own_id_is_kept(string provider, string? id)
    {
        var (result, _) = await SubmitAsync(
            provider,
            wire => wire.Answer($$"""{"code":{{GoodCode(provider)}},"data":{"withdrawId":1231,"id":"9001","status":"pending"} }""")
        );

        Assert.Equal(new SubmissionResult.Accepted(id), result);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_broken_connection_leaves_everything_open_and_is_not_tried_again(string provider)
    {
        var (result, sent) = await SubmitAsync(provider, wire => wire.Break());

        Assert.Equal(new SubmissionResult.Unknown("The connection broke off (ConnectionError)."), result);
        Assert.Equal(1, sent);
    }

    [Theory]
    [InlineData("pay_protocol", "30", 30)]
    [InlineData("usdt_gateway", "Sun, 18 Aug 2024 08:54:20 GMT", 60)]
    [InlineData("mpay", "200000", 86400)]
    [InlineData("mpay", "soon", null)]
    [InlineData("mpay", "0", null)]
    [InlineData("mpay", "Sun, 18 Aug 2024 08:53:00 GMT", null)]
    public async Task Too_many_requests_means_not_now_and_how_long(string provider, string retryAfter, int? seconds)
    {
        var (result, sent) = await SubmitAsync(provider, wire => wire.Answer("""{"code":7001}""", HttpStatusCode.TooManyRequests, retryAfter));

        Assert.Equal(new SubmissionResult.NotNow("HTTP 429.", seconds is { } s ? TimeSpan.FromSeconds(s) : null), result);
        Assert.Equal(1, sent);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_lists_of_codes_are_checked_at_start(string provider)
    {
        var good = GoodCode(provider);
        using var bench = provider switch
        {
            "pay_protocol" => new PayProtocol.PayProtocolBench().Bench,
            "mpay" => new MPay.MPayBench().Bench,
            _ => new UsdtGateway.UsdtGatewayBench().Bench,
        };

        Assert.Empty(bench.Mistakes("RefusalCodes", " 7001 ,A-7,"));
        Assert.Equal([$"RefusalCodes must not hold {good}, the code of a good answer."], bench.Mistakes("RefusalCodes", $"7001,{good}"));
        Assert.Equal(
            ["RefusalCodes must be codes of at most 64 visible characters, separated by commas."],
            bench.Mistakes("RefusalCodes", "7001 7002")
        );
    }

    private static string GoodCode(string provider) =>
        provider switch
        {
            "pay_protocol" => "200",
            "usdt_gateway" => "8001",
            _ => "0",
        };

    // Only Pay Protocol needs its lists first.
    private static StubWire Lists(string provider, StubWire wire) =>
        provider == "pay_protocol" ? wire.Answer(PayProtocol.PayProtocolBench.Chains).Answer(PayProtocol.PayProtocolBench.Currencies) : wire;

    private static async Task<(SubmissionResult Submission, int Sent)> SubmitAsync(string provider, Action<StubWire> answer)
    {
        var (bench, wire, account, request) = Withdrawals.Open(provider, ("RefusalCodes", "7001, 7002"));
        using (bench)
        {
            answer(Lists(provider, wire));
            var result = await account.SubmitAsync(request);
            return (result, wire.Sent.Count(sent => !sent.PathAndQuery.Contains("/conf/", StringComparison.Ordinal)));
        }
    }
}
