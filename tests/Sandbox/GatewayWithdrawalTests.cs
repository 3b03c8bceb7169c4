using System.Text.Json;
using PaymentHub.Sandbox;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Sandbox.Gateway;
using PaymentHub.Sandbox.Keys;
using PaymentHub.Sandbox.Withdrawals;

namespace PaymentHub.Tests.Sandbox;

public sealed class GatewayWithdrawalTests : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private static readonly GatewayKeys Keys = GatewayKeys.Create();
    private CallbackReceiver _receiver = null!;

    public async Task InitializeAsync()
    {
        _receiver = await CallbackReceiver.StartAsync();
        _receiver.Answer = (200, "application/json", """{"code":1}""");
    }

    public async Task DisposeAsync() => await _receiver.DisposeAsync();

    [Fact]
    public async Task A_withdrawal_is_called_back_when_it_is_done()
    {
        await using var sandbox = await StartAsync(new());

        var answer = await new GatewayCaller(sandbox.BaseUrl, Keys).WithdrawAsync("wd_1");
        var open = sandbox.Paid("wd_1");
        await sandbox.Gateway.Withdrawals.SettleAsync("wd_1");

        using var json = JsonDocument.Parse(Assert.Single(_receiver.Callbacks).Body);
        var data = json.RootElement.GetProperty("data");
        Assert.Equal(8001, (int)answer["code"]!);
        Assert.Equal("withdraw_callback", json.RootElement.GetProperty("subject").GetString());
        Assert.Equal(
            ("alice", "wd_1", "51.5"),
            (data.GetProperty("identify").GetString(), data.GetProperty("order_id").GetString(), data.GetProperty("amount").GetRawText())
        );
        Assert.Matches("^[0-9a-f]{64}$", data.GetProperty("transaction_id").GetString());
        Assert.True(new GatewayCaller("", Keys).IsSigned(data.GetRawText(), json.RootElement.GetProperty("signature").GetString()!));
        Assert.Equal((new Payout(1, 1, 0, 0), new Payout(1, 0, 1, 51.5m)), (open, sandbox.Gateway.Withdrawals.Paid("wd_1")));
    }

    [Theory]
    [InlineData(false, false, "withdraw_callback")]
    [InlineData(false, true, "withdrawCallback")]
    [InlineData(true, false, "withdraw_callback")]
    [InlineData(true, true, "withdrawCallback")]
    public async Task The_subject_has_every_spelling_and_place(bool inside, bool camelCase, string subject)
    {
        await using var sandbox = await StartAsync(new() { SubjectInsideData = inside, SubjectInCamelCase = camelCase });
        await new GatewayCaller(sandbox.BaseUrl, Keys).WithdrawAsync("wd_1");

        await sandbox.Gateway.Withdrawals.SettleAsync("wd_1");

        using var json = JsonDocument.Parse(Assert.Single(_receiver.Callbacks).Body);
        var data = json.RootElement.GetProperty("data");
        Assert.Equal(subject, (inside ? data : json.RootElement).GetProperty("subject").GetString());
        Assert.False((inside ? json.RootElement : data).TryGetProperty("subject", out _));
    }

    [Theory]
    [InlineData(WithdrawalOutcome.Failure, null)]
    [InlineData(WithdrawalOutcome.Success, FaultKind.CallbackWithoutTransaction)]
    public async Task What_was_not_paid_or_is_told_so_has_no_transaction(WithdrawalOutcome outcome, FaultKind? fault)
    {
        await using var sandbox = await StartAsync(new());
        await new GatewayCaller(sandbox.BaseUrl, Keys).WithdrawAsync("wd_1");
        if (fault is { } kind)
        {
            sandbox.Faults.Add(new(SandboxProvider.Gateway, kind));
        }

        await sandbox.Gateway.Withdrawals.SettleAsync("wd_1", outcome);

        using var json = JsonDocument.Parse(Assert.Single(_receiver.Callbacks).Body);
        Assert.False(json.RootElement.GetProperty("data").TryGetProperty("transaction_id", out _));
        Assert.Equal(fault is null ? 0 : 1, sandbox.Paid("wd_1").Paid);
    }

    [Theory]
    [InlineData(RepeatedWithdrawal.PaysAgain, 8001, 2)]
    [InlineData(RepeatedWithdrawal.Refused, 8003, 1)]
    [InlineData(RepeatedWithdrawal.AnswersFirst, 8001, 1)]
    public async Task Asked_twice_it_does_what_its_rules_say(RepeatedWithdrawal repeated, int code, int paid)
    {
        await using var sandbox = await StartAsync(
            new()
            {
                Withdrawals = new() { Settling = Settling.Automatic, Repeated = repeated },
            }
        );
        var caller = new GatewayCaller(sandbox.BaseUrl, Keys);

        await caller.WithdrawAsync("wd_1", "5.1e1");
        var again = await caller.WithdrawAsync("wd_1", "5.1e1");
        await sandbox.Gateway.Callbacks.Attempts.WaitForManyAsync(paid, _ => true, Deadline);

        Assert.Equal(code, (int)again["code"]!);
        Assert.Equal(new Payout(paid, 0, paid, paid * 51m), sandbox.Gateway.Withdrawals.Paid("wd_1"));
    }

    [Theory]
    [InlineData("0", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t")]
    [InlineData("\"5\"", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t")]
    [InlineData("5", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u")]
    public async Task What_makes_no_sense_is_refused(string amount, string address)
    {
        await using var sandbox = await StartAsync(new());

        var answer = await new GatewayCaller(sandbox.BaseUrl, Keys).WithdrawAsync("wd_1", amount, address);

        Assert.Equal("""{"code":8002}""", answer.ToJsonString());
        Assert.Empty(sandbox.Withdrawals);
    }

    private Task<SandboxServer> StartAsync(GatewaySandboxOptions options) =>
        SandboxServer.StartAsync(new() { Gateway = options with { Accounts = [Keys.ToCredentials("shop", _receiver.Url)] } });
}
