using System.Net;
using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Tests.Providers.PayProtocol;

/// <summary>What Pay Protocol says of withdrawals, in callbacks and when it is asked.</summary>
public sealed class PayProtocolWithdrawalAnswerTests : IDisposable
{
    private static readonly string Ours = PayProtocolBench.Withdrawal.Replace("202404191522", Withdrawals.OurId, StringComparison.Ordinal);
    private static readonly string Nameless = PayProtocolBench.Withdrawal.Replace("\"outTradeNo\":\"202404191522\",", "", StringComparison.Ordinal);
    private readonly PayProtocolBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(0, NoticeStatus.Completed)]
    [InlineData(1, NoticeStatus.Pending)]
    [InlineData(2, NoticeStatus.Pending)]
    [InlineData(3, NoticeStatus.Pending)]
    [InlineData(4, NoticeStatus.Failed)]
    [InlineData(5, NoticeStatus.Rejected)]
    public async Task A_withdrawal_is_asked_about_by_our_id(int status, NoticeStatus expected)
    {
        AnswerDetail(Ours.Replace("\"withdrawStatus\":1", $"\"withdrawStatus\":{status}", StringComparison.Ordinal));

        var notice = Assert.IsType<ProviderResult<Notice>.Good>(await AskAsync()).Value;

        Assert.Equal("/api/mer/withdraw/detail?outTradeNo=wd_0123456789abcdefghjkmnpqrs", _bench.Wire.Sent[0].PathAndQuery);
        Assert.Equal(
            (OrderKind.Withdrawal, expected, Withdrawals.OurId, "1231", 1m, "USDT", "TA1AtPt6bRfFgc4KuXJb9LrJrqxeXiaV2A"),
            (notice.Kind, notice.Status, notice.OrderId, notice.ProviderOrderId, notice.Amount, notice.Currency, notice.Address)
        );
    }

    [Fact]
    public async Task A_withdrawal_can_be_asked_about_by_the_providers_id()
    {
        AnswerDetail(Ours);

        var notice = Assert
            .IsType<ProviderResult<Notice>.Good>(await AskAsync(new OrderReference(OrderKind.Withdrawal, OrderId: null, "1231")))
            .Value;

        Assert.Equal("/api/mer/withdraw/detail?withdrawId=1231", _bench.Wire.Sent[0].PathAndQuery);
        Assert.Equal(Withdrawals.OurId, notice.OrderId);
    }

    [Fact]
    public async Task An_answer_to_our_id_that_does_not_repeat_it_is_about_our_order_and_one_with_another_is_not()
    {
        AnswerDetail(Nameless);
        Assert.Equal(Withdrawals.OurId, Assert.IsType<ProviderResult<Notice>.Good>(await AskAsync()).Value.OrderId);

        AnswerDetail(Ours.Replace(Withdrawals.OurId, "wd_zzzzzzzzzzzzzzzzzzzzzzzzzz", StringComparison.Ordinal));
        Assert.IsType<ProviderResult<Notice>.Unavailable>(await AskAsync());
    }

    [Fact]
    public async Task Absent_is_a_good_answer_without_data_or_a_code_that_is_listed()
    {
        using var bench = new PayProtocolBench(("NotFoundCodes", "10006"));
        bench
            .Wire.Answer("""{"code":200,"data":null}""")
            .Answer("""{"code":10006,"msg":"withdraw not found"}""", HttpStatusCode.NotFound)
            .Answer("""{"code":10007,"msg":"busy"}""");

        Assert.IsType<ProviderResult<Notice>.Absent>(await bench.Account.AskAsync(About, CancellationToken.None));
        Assert.IsType<ProviderResult<Notice>.Absent>(await bench.Account.AskAsync(About, CancellationToken.None));
        Assert.IsType<ProviderResult<Notice>.Refused>(await bench.Account.AskAsync(About, CancellationToken.None));
    }

    [Fact]
    public async Task A_callback_without_our_id_is_looked_up_by_the_providers()
    {
        AnswerDetail(Ours);

        var notice = await _bench.Account.NoticeAsync(
            PayProtocolBench.Signed(Nameless.Replace("\"withdrawStatus\":1", "\"withdrawStatus\":0", StringComparison.Ordinal))
        );

        Assert.Equal("/api/mer/withdraw/detail?withdrawId=1231", _bench.Wire.Sent[0].PathAndQuery);
        Assert.Equal((Withdrawals.OurId, NoticeStatus.Completed), (notice.OrderId, notice.Status));
    }

    [Fact]
    public async Task An_empty_id_of_ours_is_a_missing_one()
    {
        AnswerDetail(Ours);

        Assert.Equal(
            Withdrawals.OurId,
            (await _bench.Account.NoticeAsync(PayProtocolBench.Signed(Ours.Replace(Withdrawals.OurId, "", StringComparison.Ordinal)))).OrderId
        );
    }

    [Theory]
    [InlineData("null")]
    [InlineData("""{"withdrawId":1231}""")]
    [InlineData("""{"withdrawId":1231,"outTradeNo":""}""")]
    [InlineData("""{"withdrawId":1231,"outTradeNo":{}}""")]
    [InlineData("""{"withdrawId":1231,"outTradeNo":"made by hand"}""")]
    public async Task What_the_provider_does_not_call_by_an_id_of_ours_is_not_ours(string detail)
    {
        AnswerDetail(detail);

        Assert.Equal(CallbackVerdict.UnknownOrder, await _bench.Account.VerdictAsync(PayProtocolBench.Signed(Nameless)));
    }

    [Theory]
    [InlineData("""{"code":10007,"msg":"busy"}""", HttpStatusCode.OK)]
    [InlineData("", HttpStatusCode.ServiceUnavailable)]
    public async Task A_callback_whose_look_up_fails_waits(string answer, HttpStatusCode status)
    {
        _bench.Wire.Answer(answer, status).Answer(answer, status).Answer(answer, status);

        Assert.IsType<CallbackResult.NotNow>(await _bench.Account.ReadAsync(PayProtocolBench.Signed(Nameless)));
    }

    [Fact]
    public async Task A_forged_callback_asks_nobody()
    {
        Assert.Equal(CallbackVerdict.BadSignature, await _bench.Account.VerdictAsync(PayProtocolBench.Signed(Nameless, secret: "guessed")));
        Assert.Empty(_bench.Wire.Sent);
    }

    [Theory]
    [InlineData(OrderKind.Deposit, null, "402", "/api/mer/recharge/notify?rechargeId=402")]
    [InlineData(OrderKind.Deposit, "dep_0123456789abcdefghjkmnpqrs", "P1", "/api/mer/payment/notify?outTradeNo=dep_0123456789abcdefghjkmnpqrs")]
    [InlineData(OrderKind.Withdrawal, Withdrawals.OurId, "1231", "/api/mer/withdraw/notify?withdrawId=1231")]
    public async Task A_callback_can_be_had_again(OrderKind kind, string? ours, string providers, string endpoint)
    {
        _bench.Wire.Answer("""{"code":200,"msg":"success"}""");
        var about = new OrderReference(kind, ours, providers);

        Assert.Equal(new ProviderResult<bool>.Good(true), await _bench.Account.RenotifyAsync(about, CancellationToken.None));
        Assert.Equal(("GET", endpoint), (_bench.Wire.Sent.Single().Method, _bench.Wire.Sent.Single().PathAndQuery));
    }

    [Fact]
    public async Task The_providers_id_of_a_withdrawal_is_looked_up_when_we_never_heard_it()
    {
        AnswerDetail(Ours).Answer(PayProtocolBench.Chains).Answer(PayProtocolBench.Currencies).Answer("""{"code":10005,"msg":"pending"}""");

        Assert.Equal(new ProviderResult<bool>.Refused("10005", "pending"), await _bench.Account.RenotifyAsync(About, CancellationToken.None));
        Assert.Equal("/api/mer/withdraw/notify?withdrawId=1231", _bench.Wire.Sent[^1].PathAndQuery);
    }

    private static OrderReference About { get; } = new OrderReference(OrderKind.Withdrawal, Withdrawals.OurId, ProviderOrderId: null);

    private StubWire AnswerDetail(string withdrawal) => _bench.Wire.Answer($$"""{"code":200,"msg":"success","data":{{withdrawal}}}""");

    private Task<ProviderResult<Notice>> AskAsync(OrderReference? about = null) => _bench.Account.AskAsync(about ?? About, CancellationToken.None);
}
