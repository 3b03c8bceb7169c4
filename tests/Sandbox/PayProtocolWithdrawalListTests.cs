using System.Text.Json.Nodes;
using PaymentHub.Sandbox;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Sandbox.PayProtocol;

namespace PaymentHub.Tests.Sandbox;

/// <summary>What the sandbox tells of withdrawals, rightly and wrongly.</summary>
public sealed class PayProtocolWithdrawalListTests : PayProtocolWithdrawalBench
{
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
}
