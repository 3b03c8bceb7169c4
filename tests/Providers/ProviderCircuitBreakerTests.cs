using System.Net;
using Microsoft.Extensions.Logging;
using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Tests.Providers.MPay;
using PaymentHub.Tests.Providers.PayProtocol;

namespace PaymentHub.Tests.Providers;

/// <summary>
/// A provider that is down is not asked by everybody who has a question. Pay Protocol's queries stand for all: every provider's go out
/// by the same exchange. The wire throws when it is asked and the test has not said what it answers.
/// </summary>
public sealed class ProviderCircuitBreakerTests : IDisposable
{
    private const string Nothing = """{"code":200,"data":{}}""";

    private readonly PayProtocolBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task After_three_queries_without_an_answer_a_thousand_more_send_nothing()
    {
        await LoseAsync(3);
        Assert.Equal(9, _bench.Wire.Sent.Count);

        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => AskAsync()));

        Assert.Equal(9, _bench.Wire.Sent.Count);
        Assert.All(
            answers,
            answer =>
                Assert.Equal(
                    "It did not answer before and is not asked until 2024-08-18T08:53:25.0000000+00:00.",
                    Assert.IsType<ProviderResult<Notice>.Unavailable>(answer).Reason
                )
        );
    }

    [Fact]
    public async Task Two_queries_without_an_answer_and_one_with_are_no_absence()
    {
        for (var i = 0; i < 3; i++)
        {
            await LoseAsync(2);
            _bench.Wire.Answer(Nothing);
            Assert.IsType<ProviderResult<Notice>.Absent>(await AskAsync());
        }

        Assert.Empty(_bench.Bench.Logs.LinesAt(LogLevel.Warning));
    }

    [Fact]
    public async Task It_is_found_again_by_one_query_and_left_alone_twice_as_long_when_it_is_not()
    {
        await LoseAsync(3);
        var waits = new List<int>();
        for (var seconds = 1; waits.Count < 9; seconds++)
        {
            _bench.Bench.Clock.Advance(TimeSpan.FromSeconds(1));
            _bench.Wire.Break().Break().Break();
            var before = _bench.Wire.Sent.Count;
            await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => AskAsync()));
            if (_bench.Wire.Sent.Count == before)
                continue;
            Assert.Equal(before + 3, _bench.Wire.Sent.Count);
            waits.Add(seconds);
            seconds = 0;
        }

        Assert.Equal([5, 10, 20, 40, 80, 160, 320, 600, 600], waits);
    }

    [Fact]
    public async Task Going_away_and_coming_back_are_logged_once_each()
    {
        await LoseAsync(3);
        for (var i = 0; i < 3; i++)
        {
            _bench.Bench.Clock.Advance(TimeSpan.FromMinutes(1));
            await LoseAsync(1);
            await AskAsync();
        }

        _bench.Bench.Clock.Advance(TimeSpan.FromMinutes(1));
        _bench.Wire.Answer(Nothing).Answer(Nothing);
        await AskAsync();
        await AskAsync();

        Assert.Equal(
            [
                "pay_protocol, account acme: its queries get no answer, the last of /recharge/detail, and none is sent for a while, longer each time. The connection broke off (ConnectionError).",
            ],
            _bench.Bench.Logs.LinesAt(LogLevel.Warning)
        );
        Assert.Equal(["pay_protocol, account acme: it answers again."], _bench.Bench.Logs.LinesAt(LogLevel.Information));
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests, "120", 120)]
    [InlineData(HttpStatusCode.ServiceUnavailable, "120", 120)]
    [InlineData(HttpStatusCode.ServiceUnavailable, "Sun, 18 Aug 2024 09:00:20 GMT", 420)]
    [InlineData(HttpStatusCode.TooManyRequests, "1", 5)]
    [InlineData(HttpStatusCode.ServiceUnavailable, "86400", 3600)]
    public async Task Whoever_asks_to_be_left_alone_is_asked_nothing_until_then_but_for_an_hour_at_most(
        HttpStatusCode status,
        string asked,
        int seconds
    )
    {
        _bench.Wire.Answer("", status, asked);
        await AskAsync();

        _bench.Bench.Clock.Advance(TimeSpan.FromSeconds(seconds - 1));
        await AskAsync();
        Assert.Single(_bench.Wire.Sent);
        _bench.Bench.Clock.Advance(TimeSpan.FromSeconds(1));
        _bench.Wire.Answer(Nothing);

        Assert.IsType<ProviderResult<Notice>.Absent>(await AskAsync());
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.OK)]
    public async Task Whoever_says_no_is_there(HttpStatusCode status)
    {
        for (var i = 0; i < 5; i++)
        {
            _bench.Wire.Answer("""{"code":5001,"msg":"no"}""", status);
            Assert.IsType<ProviderResult<Notice>.Refused>(await AskAsync());
        }
    }

    [Fact]
    public async Task What_makes_something_is_sent_all_the_same_and_shows_that_it_is_back()
    {
        await LoseAsync(3);
        _bench
            .Wire.Answer("""{"code":200,"data":403}""")
            .Answer(
                """{"code":200,"data":{"userId":403,"uuid":"USER10001","userWallet":[{"walletId":1,"chainId":1,"walletAddress":"TAKRynHBao1mv2eLaX6tUb29AyoBeCaFf1"}]}}"""
            );

        Assert.IsType<ProviderResult<IReadOnlyList<DepositAddress>>.Good>(
            await _bench.Account.IssueAddressesAsync("USER10001", CancellationToken.None)
        );
        _bench.Wire.Answer(Nothing);
        Assert.IsType<ProviderResult<Notice>.Absent>(await AskAsync());
    }

    [Fact]
    public async Task A_withdrawal_is_sent_all_the_same()
    {
        using var bench = new MPayBench();
        for (var i = 0; i < 3; i++)
        {
            bench.Wire.Break().Break().Break();
            await bench.Account.AskAsync(new OrderReference(OrderKind.Deposit, MPayBench.OurId, ProviderOrderId: null), CancellationToken.None);
        }

        bench.Wire.Answer("""{"code":0,"data":{"status":"pending","id":7}}""");

        Assert.IsType<SubmissionResult.Accepted>(await bench.Account.SubmitAsync(Withdrawals.MPay));
    }

    [Fact]
    public async Task A_query_that_is_given_up_by_us_leaves_the_next_one_its_turn()
    {
        await LoseAsync(3);
        _bench.Bench.Clock.Advance(TimeSpan.FromSeconds(5));
        using var impatience = new CancellationTokenSource();
        var never = new TaskCompletionSource<string>();
        _bench.Wire.Wait(never.Task);
        var given = _bench.Account.AskAsync(About, impatience.Token);
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);

        _bench.Bench.Clock.Advance(TimeSpan.FromSeconds(10));
        _bench.Wire.Answer(Nothing);

        Assert.IsType<ProviderResult<Notice>.Absent>(await AskAsync());
    }

    private static OrderReference About { get; } = new OrderReference(OrderKind.Deposit, OrderId: null, "402");

    private Task<ProviderResult<Notice>> AskAsync() => _bench.Account.AskAsync(About, CancellationToken.None);

    private async Task LoseAsync(int queries)
    {
        for (var i = 0; i < queries; i++)
        {
            _bench.Wire.Break().Break().Break();
            Assert.IsType<ProviderResult<Notice>.Unavailable>(await AskAsync());
        }
    }
}
