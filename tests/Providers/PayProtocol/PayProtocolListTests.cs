using System.Globalization;
using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Tests.Providers.PayProtocol;

public sealed class PayProtocolListTests : IDisposable
{
    private readonly PayProtocolBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(OrderKind.Deposit, "/api/mer/recharge/list?page=3&size=500&startTime=1711705500&endTime=1711705560")]
    [InlineData(OrderKind.Withdrawal, "/api/mer/withdraw/list?page=3&size=500&startTime=1711705500&endTime=1711705560")]
    public async Task A_page_of_a_range_of_time_is_asked_for(OrderKind kind, string endpoint)
    {
        _bench.Wire.Answer(Page());

        await ReadAsync(kind, 3);

        Assert.Equal(("GET", endpoint), (_bench.Wire.Sent[0].Method, _bench.Wire.Sent[0].PathAndQuery));
        Assert.Equal(PayProtocolBench.Sign("1723971200", "GET", endpoint, []), _bench.Wire.Sent[0].Headers["X-PAY-SIGN"]);
    }

    [Fact]
    public async Task A_recharge_of_a_list_says_what_its_callback_says_and_when_it_began()
    {
        _bench.Wire.Answer(Page(PayProtocolBench.Recharge));

        var page = await ReadAsync(OrderKind.Deposit);

        var listed = Assert.Single(page.Notices);
        Assert.Equal(await _bench.Account.NoticeAsync(PayProtocolBench.Signed(PayProtocolBench.Recharge)), listed.Notice);
        Assert.Equal(DateTimeOffset.Parse("2024-03-29T09:45:27Z", CultureInfo.InvariantCulture), listed.CreatedAt);
        Assert.False(page.HasMore);
        Assert.Empty(page.Unread);
    }

    [Fact]
    public async Task A_withdrawal_of_a_list_has_our_id_when_it_is_ours()
    {
        _bench.Wire.Answer(
            Page(
                PayProtocolBench.Withdrawal.Replace("202404191522", Withdrawals.OurId, StringComparison.Ordinal),
                PayProtocolBench.Withdrawal,
                PayProtocolBench.Withdrawal.Replace("\"outTradeNo\":\"202404191522\",", "", StringComparison.Ordinal)
            )
        );

        var notices = (await ReadAsync(OrderKind.Withdrawal)).Notices;

        Assert.Equal([Withdrawals.OurId, null, null], notices.Select(listed => listed.Notice.OrderId));
        Assert.All(
            notices,
            listed => Assert.Equal(("1231", 1m, NoticeStatus.Pending), (listed.Notice.ProviderOrderId, listed.Notice.Amount, listed.Notice.Status))
        );
        Assert.All(notices, listed => Assert.Equal(DateTimeOffset.Parse("2024-04-19T07:22:46Z", CultureInfo.InvariantCulture), listed.CreatedAt));
    }

    [Theory]
    [InlineData("2024-03-29 17:45:27", "+08:00", "2024-03-29T09:45:27Z")]
    [InlineData("2024-03-29 17:45:27", "+00:00", "2024-03-29T17:45:27Z")]
    [InlineData("2024-03-29 17:45:27", "-03:30", "2024-03-29T21:15:27Z")]
    [InlineData("2024-03-29T17:45:27", "+08:00", "2024-03-29T09:45:27Z")]
    [InlineData("2024-03-29T17:45:27.123", "+08:00", "2024-03-29T09:45:27.123Z")]
    [InlineData("2024-03-29T17:45:27Z", "+08:00", "2024-03-29T17:45:27Z")]
    [InlineData("2024-03-29T17:45:27.5+02:00", "+08:00", "2024-03-29T15:45:27.5Z")]
    [InlineData("yesterday", "+08:00", null)]
    [InlineData("", "+08:00", null)]
    public async Task A_time_without_a_zone_is_in_the_accounts(string time, string offset, string? expected)
    {
        using var bench = new PayProtocolBench(("UtcOffset", offset));
        bench.Wire.Answer(Page(PayProtocolBench.Recharge.Replace("2024-03-29 17:45:27", time, StringComparison.Ordinal)));

        var page = Assert
            .IsType<ProviderResult<NoticePage>.Good>(await bench.Account.ListAsync(OrderKind.Deposit, From, To, 1, CancellationToken.None))
            .Value;

        Assert.Equal(expected is null ? null : DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), Assert.Single(page.Notices).CreatedAt);
    }

    [Theory]
    [InlineData("+8")]
    [InlineData("08:00")]
    [InlineData("+15:00")]
    [InlineData("UTC")]
    public void A_zone_is_written_as_its_distance_from_UTC(string offset)
    {
        Assert.Equal(["UtcOffset must be a distance from UTC such as +08:00, at most 14 hours."], _bench.Bench.Mistakes("UtcOffset", offset));
    }

    [Theory]
    [InlineData("""{"count":3,"page":1,"size":500,"list":[$,$]}""", 1, true)]
    [InlineData("""{"count":2,"page":1,"size":500,"list":[$,$]}""", 1, false)]
    [InlineData("""{"count":502,"page":2,"size":500,"list":[$,$]}""", 2, false)]
    [InlineData("""{"count":503,"page":2,"size":500,"list":[$,$]}""", 2, true)]
    [InlineData("""{"count":2,"page":1,"size":2,"list":[$,$]}""", 1, true)]
    [InlineData("""{"list":[$,$]}""", 1, false)]
    [InlineData("""{"count":9,"page":2,"size":500,"list":[]}""", 2, false)]
    [InlineData("""{"count":9,"page":2,"size":500,"list":null}""", 2, false)]
    public async Task There_is_more_when_the_page_is_full_or_the_count_says_so(string data, int page, bool more)
    {
        _bench.Wire.Answer($$"""{"code":200,"data":{{data.Replace("$", PayProtocolBench.Recharge, StringComparison.Ordinal)}}}""");

        Assert.Equal(more, (await ReadAsync(OrderKind.Deposit, page)).HasMore);
    }

    [Fact]
    public async Task A_full_page_of_five_hundred_fits_in()
    {
        _bench.Wire.Answer(Page([.. Enumerable.Repeat(PayProtocolBench.Recharge, 500)]));

        var page = await ReadAsync(OrderKind.Deposit);

        Assert.Equal((500, true), (page.Notices.Count, page.HasMore));
    }

    [Fact]
    public async Task A_broken_line_hides_nothing_and_is_not_passed_over_in_silence()
    {
        _bench.Wire.Answer(
            Page(
                PayProtocolBench.Recharge.Replace("\"rechargeStatus\":0", "\"rechargeStatus\":9", StringComparison.Ordinal),
                "7",
                PayProtocolBench
                    .Recharge.Replace("\"currencyId\":1", "\"currencyId\":99", StringComparison.Ordinal)
                    .Replace("402", "403", StringComparison.Ordinal),
                PayProtocolBench.Recharge
            )
        );

        var page = await ReadAsync(OrderKind.Deposit);

        Assert.Equal("402", Assert.Single(page.Notices).Notice.ProviderOrderId);
        Assert.Equal(
            [
                "rechargeId 402: 'rechargeStatus' is none of the documented ones.",
                "A line without an id: 'rechargeId' is missing.",
                "rechargeId 403: The provider's lists do not have currency 99 on chain 1.",
            ],
            page.Unread
        );
        Assert.Equal(("unread/402", "unread/403", "402/"), (page.Keys[0], page.Keys[2], page.Keys[3]));
        Assert.Matches("^unread/[0-9a-f]{32}$", page.Keys[1]);
    }

    [Fact]
    public async Task A_page_of_broken_lines_only_has_a_next_one_all_the_same()
    {
        _bench.Wire.Answer("""{"code":200,"data":{"count":9,"page":1,"size":2,"list":[7,8]}}""");

        var page = await ReadAsync(OrderKind.Deposit);

        Assert.Equal((0, 2, 2, true), (page.Notices.Count, page.Unread.Count, page.Keys.Distinct().Count(), page.HasMore));
    }

    [Fact]
    public async Task While_the_currencies_cannot_be_read_the_page_has_to_be_read_again()
    {
        _bench.Wire.Answer(Page(PayProtocolBench.Recharge)).Break().Break().Break();

        Assert.IsType<ProviderResult<NoticePage>.Unavailable>(await _bench.Account.ListAsync(OrderKind.Deposit, From, To, 1, CancellationToken.None));
    }

    [Fact]
    public async Task While_the_currencies_are_empty_the_page_has_to_be_read_again()
    {
        _bench.Wire.Answer(Page(PayProtocolBench.Recharge)).Answer(PayProtocolBench.Chains).Answer("""{"code":200,"data":[]}""");

        Assert.IsType<ProviderResult<NoticePage>.Unavailable>(await _bench.Account.ListAsync(OrderKind.Deposit, From, To, 1, CancellationToken.None));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"list":{}}""")]
    public async Task An_answer_without_a_list_is_no_answer(string data)
    {
        _bench.Wire.Answer($$"""{"code":200,"data":{{data}}}""");

        Assert.IsType<ProviderResult<NoticePage>.Unavailable>(await _bench.Account.ListAsync(OrderKind.Deposit, From, To, 1, CancellationToken.None));
    }

    private static DateTimeOffset From { get; } = DateTimeOffset.FromUnixTimeSeconds(1711705500);

    private static DateTimeOffset To { get; } = DateTimeOffset.FromUnixTimeSeconds(1711705560);

    private static string Page(params ReadOnlySpan<string> lines) =>
        $$"""{"code":200,"msg":"success","data":{"count":{{lines.Length}},"page":1,"size":500,"list":[{{string.Join(",", lines.ToArray())}}]} }""";

    private async Task<NoticePage> ReadAsync(OrderKind kind, int page = 1) =>
        Assert.IsType<ProviderResult<NoticePage>.Good>(await _bench.Account.ListAsync(kind, From, To, page, CancellationToken.None)).Value;
}
