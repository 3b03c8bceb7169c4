using System.Text.Json.Nodes;
using PaymentHub.Sandbox;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Sandbox.PayProtocol;
using PaymentHub.Sandbox.Withdrawals;

namespace PaymentHub.Tests.Sandbox;

public sealed class PayProtocolWithdrawalTests : PayProtocolWithdrawalBench
{
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
}
