using System.Text.Json.Nodes;
using PaymentHub.Sandbox;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Sandbox.PayProtocol;
using PaymentHub.Sandbox.Withdrawals;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Sandbox;

public sealed class PayProtocolWithdrawalTests : IAsyncLifetime
{
    private const string TronAddress = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t";
    private const string EvmAddress = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private readonly ManualTimeProvider _clock = new(DateTimeOffset.FromUnixTimeSeconds(1723971200));
    private CallbackReceiver _receiver = null!;
    private SandboxServer _sandbox = null!;
    private PayProtocolCaller _caller = null!;

    public async Task InitializeAsync()
    {
        _receiver = await CallbackReceiver.StartAsync();
        _sandbox = await SandboxServer.StartAsync(
            new()
            {
                Time = _clock,
                PayProtocol = new()
                {
                    Accounts =
                    [
                        new()
                        {
                            Name = "shop",
                            ApiKey = "test_key",
                            ApiSecret = "test_secret",
                        },
                    ],
                },
            }
        );
        _caller = new(_sandbox.BaseUrl, "test_key", "test_secret", _clock);
    }

    public async Task DisposeAsync()
    {
        await _sandbox.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task An_application_waits_for_approval()
    {
        var id = await ApplyAsync("wd_1", "1");

        var detail = await _caller.GetAsync("/withdraw/detail?outTradeNo=wd_1");

        Assert.Equal(
            $$"""{"withdrawId":{{id}},"chainId":1,"currencyId":2,"outTradeNo":"wd_1","withdrawStatus":1,"withdrawAddress":"{{TronAddress}}","withdrawAmount":"1000000","withdrawTime":"2024-08-18 16:53:20"}""",
            detail.Json["data"]!.ToJsonString()
        );
        Assert.Equal(new Payout(1, 1, 0, 0), _sandbox.PayProtocol.Withdrawals.Paid("wd_1"));
        Assert.Empty(_receiver.Callbacks);
    }

    [Theory]
    [InlineData(WithdrawStatus.Success, 0)]
    [InlineData(WithdrawStatus.Failure, 4)]
    [InlineData(WithdrawStatus.Rejected, 5)]
    public async Task Its_end_is_called_back_with_a_signature_over_the_path_of_the_notify_url(WithdrawStatus status, int told)
    {
        var id = await ApplyAsync("wd_1", "10.5");

        await _sandbox.PayProtocol.Withdrawals.SettleAsync("wd_1", status);

        var callback = Assert.Single(_receiver.Callbacks);
        var body = JsonNode.Parse(callback.Body)!;
        Assert.Equal(
            (id, "wd_1", told, "10500000"),
            ((int)body["withdrawId"]!, (string)body["outTradeNo"]!, (int)body["withdrawStatus"]!, (string)body["withdrawAmount"]!)
        );
        Assert.Equal(Hmac.Base64("test_secret", "1723971200POST/callbacks/secret-id" + callback.Body), callback.Headers["X-PAY-SIGN"]);
        Assert.Equal(told == 0 ? new Payout(1, 0, 1, 10.5m) : new Payout(1, 0, 0, 0), _sandbox.Paid("wd_1"));
    }

    [Fact]
    public async Task What_happens_on_the_way_is_told_only_when_asked()
    {
        await ApplyAsync("wd_1", "1");

        var told = new List<int>();
        foreach (var status in new[] { WithdrawStatus.UnderReview, WithdrawStatus.BlockConfirmation })
        {
            await _sandbox.PayProtocol.Withdrawals.SettleAsync("wd_1", status);
            told.Add((int)(await _caller.GetAsync("/withdraw/detail?outTradeNo=wd_1")).Json["data"]!["withdrawStatus"]!);
        }

        Assert.Equal([2, 3], told);
        Assert.Empty(_receiver.Callbacks);
        Assert.Matches("^[0-9a-f]{64}$", _sandbox.PayProtocol.Withdrawals.All[0].TransferHash);
    }

    [Fact]
    public async Task Asked_twice_it_pays_twice()
    {
        await ApplyAsync("wd_1", "1");
        await ApplyAsync("wd_1", "2");
        foreach (var withdrawal in _sandbox.PayProtocol.Withdrawals.All)
        {
            await _sandbox.PayProtocol.Withdrawals.SettleAsync(withdrawal.WithdrawId, WithdrawStatus.Success);
        }

        Assert.Equal(new Payout(2, 0, 2, 3), _sandbox.PayProtocol.Withdrawals.Paid("wd_1"));
    }

    [Theory]
    [InlineData(RepeatedWithdrawal.Refused, 10007)]
    [InlineData(RepeatedWithdrawal.AnswersFirst, 200)]
    public async Task Asked_twice_it_pays_once_by_the_other_rules(RepeatedWithdrawal repeated, int code)
    {
        _sandbox.PayProtocol.Withdrawals.Rules = new() { Repeated = repeated };
        await ApplyAsync("wd_1", "1");

        var again = await AskAsync("wd_1", "1");

        Assert.Equal(code, (int)again["code"]!);
        Assert.Equal(1, _sandbox.PayProtocol.Withdrawals.Paid("wd_1").Taken);
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData(FaultKind.WithdrawalFails, 4)]
    [InlineData(FaultKind.WithdrawalRejected, 5)]
    public async Task It_can_settle_by_itself(FaultKind? fault, int status)
    {
        _sandbox.PayProtocol.Withdrawals.Rules = new() { Settling = Settling.Automatic };
        if (fault is { } kind)
        {
            _sandbox.Faults.Add(new(SandboxProvider.PayProtocol, kind) { About = "wd_1" });
        }

        await ApplyAsync("wd_1", "1");
        await _sandbox.PayProtocol.Callbacks.Attempts.WaitForAsync(_ => true, Deadline);

        Assert.Equal(status, (int)JsonNode.Parse(Assert.Single(_receiver.Callbacks).Body)!["withdrawStatus"]!);
    }

    [Fact]
    public async Task By_itself_it_takes_the_time_that_was_set_and_leaves_alone_what_somebody_settled()
    {
        _sandbox.PayProtocol.Withdrawals.Rules = new() { Settling = Settling.Automatic, SettleAfter = TimeSpan.FromMinutes(2) };
        await ApplyAsync("wd_1", "1");
        await ApplyAsync("wd_2", "1");
        await _clock.WaitForTimerAsync(TimeSpan.FromMinutes(2), 2, Deadline);

        await _sandbox.PayProtocol.Withdrawals.SettleAsync("wd_1", WithdrawStatus.Rejected);
        var early = _sandbox.Paid("wd_2");
        _clock.Advance(TimeSpan.FromMinutes(2));
        await _sandbox.PayProtocol.Callbacks.Attempts.WaitForManyAsync(2, _ => true, Deadline);

        Assert.Equal((1, 1, 0), (early.Open, _sandbox.Paid("wd_2").Paid, _sandbox.Paid("wd_1").Paid));
    }

    [Theory]
    [InlineData("1", "2", TronAddress + "x", "\"1\"")]
    [InlineData("1", "2", EvmAddress, "\"1\"")]
    [InlineData("2", "3", TronAddress, "\"1\"")]
    [InlineData("1", "3", TronAddress, "\"1\"")]
    [InlineData("1", "2", TronAddress, "\"0.0000001\"")]
    [InlineData("1", "2", TronAddress, "\"0\"")]
    [InlineData("1", "2", TronAddress, "1")]
    public async Task An_application_that_makes_no_sense_is_refused(string chain, string currency, string address, string amount)
    {
        var answer = await _caller.PostAsync(
            "/withdraw/apply",
            $$"""{"chainId":{{chain}},"currencyId":{{currency}},"withdrawAddress":"{{address}}","withdrawAmount":{{amount}},"outTradeNo":"wd_1"}"""
        );

        Assert.Equal(10001, (int)answer.Json["code"]!);
        Assert.Empty(_sandbox.Withdrawals);
    }

    [Fact]
    public async Task Evm_amounts_have_eighteen_decimals()
    {
        await _caller.PostAsync(
            "/withdraw/apply",
            $$"""{"chainId":3,"currencyId":5,"withdrawAddress":"{{EvmAddress}}","withdrawAmount":"0.000000000000000001","outTradeNo":"wd_1"}"""
        );

        Assert.Equal("1", Assert.Single(_sandbox.PayProtocol.Withdrawals.All).WithdrawAmount);
    }

    [Fact]
    public async Task Withdrawals_are_listed_by_page_and_filter()
    {
        for (var asked = 1; asked <= 3; asked++)
        {
            await ApplyAsync($"wd_{asked}", "1");
            _clock.Advance(TimeSpan.FromSeconds(10));
        }

        await _sandbox.PayProtocol.Withdrawals.SettleAsync("wd_3", WithdrawStatus.Failure);
        var second = await _caller.GetAsync("/withdraw/list?page=2&size=2");
        var since = await _caller.GetAsync("/withdraw/list?startTime=1723971210&endTime=1723971219");
        var failed = await _caller.GetAsync("/withdraw/list?orderStatus=4&chainId=1");

        Assert.Equal(3, (int)second.Json["data"]!["count"]!);
        Assert.Equal("wd_1", (string)Assert.Single(second.Json["data"]!["list"]!.AsArray())!["outTradeNo"]!);
        Assert.Equal("wd_2", (string)Assert.Single(since.Json["data"]!["list"]!.AsArray())!["outTradeNo"]!);
        Assert.Equal("wd_3", (string)Assert.Single(failed.Json["data"]!["list"]!.AsArray())!["outTradeNo"]!);
    }

    [Fact]
    public async Task Notify_calls_back_once_more_and_only_what_has_ended()
    {
        var id = await ApplyAsync("wd_1", "1");
        var early = await _caller.GetAsync($"/withdraw/notify?withdrawId={id}");
        await _sandbox.PayProtocol.Withdrawals.SettleAsync(id, WithdrawStatus.Success);

        var answer = await _caller.GetAsync($"/withdraw/notify?withdrawId={id}");
        await _sandbox.PayProtocol.Callbacks.Attempts.WaitForManyAsync(2, attempt => attempt.Acknowledged, Deadline);

        Assert.Equal((10005, 200), ((int)early.Json["code"]!, (int)answer.Json["code"]!));
        Assert.Single(_receiver.Callbacks.Select(callback => callback.Body).Distinct());
    }

    [Fact]
    public async Task Callbacks_and_queries_can_lie_about_it()
    {
        var id = await ApplyAsync("wd_1", "1");
        foreach (
            var kind in new[]
            {
                FaultKind.CallbackWithoutOrder,
                FaultKind.CallbackWrongAmount,
                FaultKind.CallbackWrongAddress,
                FaultKind.QueryPending,
                FaultKind.QueryMissing,
            }
        )
        {
            _sandbox.Faults.Add(new(SandboxProvider.PayProtocol, kind) { About = "wd_1" });
        }

        await _sandbox.PayProtocol.Withdrawals.SettleAsync(id, WithdrawStatus.Success);
        var missing = await _caller.GetAsync($"/withdraw/detail?withdrawId={id}");
        _sandbox.Faults.Add(new(SandboxProvider.PayProtocol, FaultKind.QueryPending));
        var pending = await _caller.GetAsync($"/withdraw/detail?withdrawId={id}");

        var told = JsonNode.Parse(Assert.Single(_receiver.Callbacks).Body)!;
        Assert.Null(told["outTradeNo"]);
        Assert.Equal("10000000", (string)told["withdrawAmount"]!);
        Assert.NotEqual(TronAddress, (string)told["withdrawAddress"]!);
        Assert.Equal(10006, (int)missing.Json["code"]!);
        Assert.Equal(2, (int)pending.Json["data"]!["withdrawStatus"]!);
    }

    private async Task<int> ApplyAsync(string order, string amount) => (int)(await AskAsync(order, amount))["data"]!["withdrawId"]!;

    private async Task<JsonNode> AskAsync(string order, string amount) =>
        (
            await _caller.PostAsync(
                "/withdraw/apply",
                $$"""{"chainId":1,"currencyId":2,"withdrawAddress":"{{TronAddress}}","withdrawAmount":"{{amount}}","outTradeNo":"{{order}}","notifyUrl":"{{_receiver.Url}}"}"""
            )
        ).Json;
}
