using PaymentHub.Providers;

namespace PaymentHub.Tests.Providers.PayProtocol;

public sealed class PayProtocolCatalogueTests : IDisposable
{
    private readonly PayProtocolBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task The_lists_are_read_once_for_many_callbacks()
    {
        for (var i = 0; i < 5; i++)
            Assert.IsType<CallbackResult.Verified>(await ReadAsync("1"));

        Assert.Equal(["/api/mer/conf/list/chain", "/api/mer/conf/list/currency"], _bench.Wire.Sent.Select(request => request.PathAndQuery));
    }

    [Fact]
    public async Task Callbacks_that_come_at_once_wait_for_the_same_lists()
    {
        var chains = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _bench.Wire.Wait(chains.Task);

        var readings = Enumerable.Range(0, 20).Select(_ => Task.Run(() => ReadAsync("1"))).ToArray();
        chains.SetResult(PayProtocolBench.Chains);

        Assert.All(await Task.WhenAll(readings), result => Assert.IsType<CallbackResult.Verified>(result));
        Assert.Equal(2, _bench.Wire.Sent.Count);
    }

    [Fact]
    public async Task An_unknown_currency_is_looked_up_once_and_then_has_to_wait()
    {
        Assert.IsType<CallbackResult.Verified>(await ReadAsync("1"));
        _bench.Bench.Clock.Advance(TimeSpan.FromSeconds(11));

        Assert.IsType<CallbackResult.NotNow>(await ReadAsync("99"));
        Assert.IsType<CallbackResult.NotNow>(await ReadAsync("99"));
        Assert.IsType<CallbackResult.NotNow>(await ReadAsync("98"));

        Assert.Equal(4, _bench.Wire.Sent.Count);
    }

    [Fact]
    public async Task Unknown_ids_cannot_make_us_hammer_the_provider()
    {
        for (var id = 100; id < 150; id++)
            Assert.IsType<CallbackResult.NotNow>(await ReadAsync($"{id}"));

        Assert.Equal(2, _bench.Wire.Sent.Count);
    }

    [Fact]
    public async Task A_currency_that_was_added_since_is_found_after_the_pause()
    {
        Assert.IsType<CallbackResult.NotNow>(await ReadAsync("7"));
        const string more = """{"code":200,"data":[{"currencyId":7,"chainId":1,"symbol":"USDD","decimals":18}]}""";
        _bench.Wire.Answer(PayProtocolBench.Chains).Answer(more);

        Assert.IsType<CallbackResult.NotNow>(await ReadAsync("7"));
        _bench.Bench.Clock.Advance(TimeSpan.FromSeconds(10));

        var notice = Assert.IsType<CallbackResult.Verified>(await ReadAsync("7")).Notice;
        Assert.Equal(("USDD", 0.00000000001m), (notice.Currency, notice.Amount));
    }

    [Fact]
    public async Task While_the_lists_cannot_be_read_a_callback_waits_and_is_not_refused()
    {
        _bench.Wire.Break().Break().Break();

        var reading = Assert.IsType<CallbackResult.NotNow>(await ReadAsync("1"));

        Assert.Contains("could not be read", reading.Reason, StringComparison.Ordinal);
        _bench.Bench.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.IsType<CallbackResult.Verified>(await ReadAsync("1"));
    }

    [Fact]
    public async Task A_failed_refresh_keeps_what_was_known()
    {
        Assert.IsType<CallbackResult.Verified>(await ReadAsync("1"));
        _bench.Bench.Clock.Advance(TimeSpan.FromSeconds(10));
        _bench.Wire.Break().Break().Break();

        Assert.IsType<CallbackResult.NotNow>(await ReadAsync("99"));
        Assert.IsType<CallbackResult.Verified>(await ReadAsync("1"));
    }

    [Theory]
    [InlineData("[]", "[]")]
    [InlineData("null", """[{"currencyId":1,"chainId":1,"symbol":"TRX","decimals":6}]""")]
    [InlineData("""[{"chainId":1,"chainName":"TRON"}]""", "{}")]
    public async Task An_empty_answer_takes_nothing_away_from_what_was_known(string chains, string currencies)
    {
        Assert.IsType<CallbackResult.Verified>(await ReadAsync("1"));
        _bench.Bench.Clock.Advance(TimeSpan.FromSeconds(10));
        _bench.Wire.Answer($$"""{"code":200,"data":{{chains}}}""").Answer($$"""{"code":200,"data":{{currencies}}}""");

        Assert.Contains("came back empty", Assert.IsType<CallbackResult.NotNow>(await ReadAsync("99")).Reason, StringComparison.Ordinal);
        Assert.Equal("tron", Assert.IsType<CallbackResult.Verified>(await ReadAsync("1")).Notice.Network);
    }

    [Fact]
    public async Task With_empty_lists_a_withdrawal_waits_and_is_not_refused()
    {
        _bench.Wire.Answer("""{"code":200,"data":[]}""").Answer("""{"code":200,"data":[]}""");

        Assert.IsType<SubmissionResult.NotNow>(await _bench.Account.SubmitAsync(Withdrawals.PayProtocol));
    }

    [Fact]
    public async Task Who_gives_up_waiting_spoils_nothing_for_the_others()
    {
        var chains = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _bench.Wire.Wait(chains.Task);
        using var impatience = new CancellationTokenSource();

        var impatient = _bench.Account.ReadAsync(PayProtocolBench.Signed(PayProtocolBench.Recharge), impatience.Token);
        var patient = ReadAsync("1");
        await impatience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        chains.SetResult(PayProtocolBench.Chains);
        Assert.IsType<CallbackResult.Verified>(await patient);
    }

    [Theory]
    [InlineData("""[{"currencyId":1,"chainId":1,"symbol":"TRX"}]""")]
    [InlineData("""[{"currencyId":1,"chainId":1,"symbol":"TRX","decimals":-6}]""")]
    [InlineData("""[{"currencyId":1,"chainId":1,"symbol":"TRX","decimals":6.5}]""")]
    [InlineData("""[{"currencyId":1,"chainId":1,"symbol":"TRX","decimals":300}]""")]
    [InlineData("""[{"currencyId":1,"chainId":1,"symbol":"","decimals":6}]""")]
    [InlineData("""[{"currencyId":1,"chainId":9,"symbol":"TRX","decimals":6}]""")]
    [InlineData("""[{"currencyId":1,"chainId":1,"symbol":"TRX","decimals":6},{"currencyId":1,"chainId":1,"symbol":"TRX","decimals":8}]""")]
    [InlineData("null")]
    [InlineData("7")]
    public async Task Decimals_are_never_guessed(string currencies)
    {
        _bench.Wire.Answer(PayProtocolBench.Chains).Answer($$"""{"code":200,"data":{{currencies}}}""");

        Assert.IsType<CallbackResult.NotNow>(await ReadAsync("1"));
    }

    [Fact]
    public async Task A_paged_list_is_a_list()
    {
        _bench
            .Wire.Answer("""{"code":200,"data":{"count":1,"page":1,"size":10,"list":[{"chainId":"1","chainName":"Tron"}]}}""")
            .Answer("""{"code":200,"data":{"list":[{"currencyId":"1","chainId":"1","symbol":"TRX","decimals":"6"}]}}""");

        Assert.Equal("tron", Assert.IsType<CallbackResult.Verified>(await ReadAsync("1")).Notice.Network);
    }

    [Theory]
    [InlineData("TRON", "tron")]
    [InlineData("Tron", "tron")]
    [InlineData("TRX", "tron")]
    [InlineData("Ethereum", "ethereum")]
    [InlineData("ETH", "ethereum")]
    [InlineData("ERC20", "ethereum")]
    [InlineData("BSC", "bsc")]
    [InlineData("BNB Chain", "bsc")]
    [InlineData("BNB Smart Chain", "bsc")]
    [InlineData("Binance Smart Chain", "bsc")]
    [InlineData("BEP20", "bsc")]
    [InlineData("Polygon", "polygon")]
    [InlineData("Nile", "tron_nile")]
    public async Task A_chain_has_our_name(string chainName, string network)
    {
        using var bench = new PayProtocolBench(("NetworkNames:nile", "tron_nile"));
        bench.Wire.Answer($$"""{"code":200,"data":[{"chainId":1,"chainName":"{{chainName}}"}]}""");

        Assert.Equal(network, (await bench.Account.NoticeAsync(PayProtocolBench.Signed(PayProtocolBench.Recharge))).Network);
    }

    /// <summary>No notice tells that a chain was opened: whoever wants to know the
    /// networks looks again, no more often than the pause allows.</summary>
    [Fact]
    public async Task A_chain_that_was_opened_since_is_found_after_the_pause()
    {
        var before = await _bench.Account.NetworksAsync(CancellationToken.None);
        _bench.Wire.Answer("""{"code":200,"data":[{"chainId":1,"chainName":"TRON"},{"chainId":9,"chainName":"Polygon"}]}""");

        var meanwhile = await _bench.Account.NetworksAsync(CancellationToken.None);
        _bench.Bench.Clock.Advance(TimeSpan.FromSeconds(10));
        var after = await _bench.Account.NetworksAsync(CancellationToken.None);

        Assert.Equal(before, meanwhile);
        Assert.Equal(["polygon", "tron"], after);
        Assert.Equal(4, _bench.Wire.Sent.Count);
    }

    [Fact]
    public async Task A_provider_that_is_slow_keeps_nobody_waiting_for_its_networks()
    {
        await _bench.Account.NetworksAsync(CancellationToken.None);
        _bench.Bench.Clock.Advance(TimeSpan.FromSeconds(10));
        var chains = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _bench.Wire.Wait(chains.Task);

        Assert.Contains("tron", await _bench.Account.NetworksAsync(CancellationToken.None));
        chains.SetResult(PayProtocolBench.Chains);
    }

    private Task<CallbackResult> ReadAsync(string currencyId) =>
        _bench.Account.ReadAsync(
            PayProtocolBench.Signed(PayProtocolBench.Recharge.Replace("\"currencyId\":1", $"\"currencyId\":{currencyId}", StringComparison.Ordinal))
        );
}
