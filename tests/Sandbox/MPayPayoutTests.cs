using System.Text.Json.Nodes;
using PaymentHub.Sandbox;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Sandbox.Keys;
using PaymentHub.Sandbox.MPay;
using PaymentHub.Sandbox.Withdrawals;

namespace PaymentHub.Tests.Sandbox;

public sealed class MPayPayoutTests : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private static readonly MPayKeys Keys = MPayKeys.Create(2048);
    private CallbackReceiver _receiver = null!;
    private SandboxServer _sandbox = null!;
    private MPayCaller _caller = null!;

    public async Task InitializeAsync()
    {
        _receiver = await CallbackReceiver.StartAsync();
        _receiver.Answer = (200, "text/plain", "SUCCESS");
        _sandbox = await SandboxServer.StartAsync(new() { MPay = new() { Accounts = [Keys.ToCredentials("shop")] } });
        _caller = new(_sandbox.BaseUrl, Keys);
    }

    public async Task DisposeAsync()
    {
        await _sandbox.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task A_payout_is_pending_until_somebody_settles_it()
    {
        var answer = await DownAsync("wd_1", """, "username":"Alice","idNumber":"1","phoneNumber":"2" """);
        var open = await CheckAsync("wd_1");
        await _sandbox.MPay.Withdrawals.SettleAsync("wd_1", MPayStatus.Pending);
        await _sandbox.MPay.Withdrawals.SettleAsync("wd_1");
        var done = await CheckAsync("wd_1");

        var sign = MPayCaller.Md5("amount=100&merchOrderId=wd_1&status=finish" + Keys.Md5Key);
        Assert.Equal("pending", (string)answer["data"]!["status"]!);
        Assert.Equal(
            ("pending", "finish", "100", "wallet1"),
            (
                (string)open["data"]!["status"]!,
                (string)done["data"]!["status"]!,
                done["data"]!["amount"]!.ToJsonString(),
                (string)done["data"]!["userPayAddress"]!
            )
        );
        Assert.Contains("status=pending", _receiver.Callbacks.First().Body, StringComparison.Ordinal);
        Assert.Equal($"merchOrderId=wd_1&status=finish&amount=100&sign={sign}", _receiver.Callbacks.Last().Body);
        Assert.Equal(new Payout(1, 0, 1, 100), _sandbox.MPay.Withdrawals.Paid("wd_1"));
        Assert.Equal(
            ("Alice", "1", "2"),
            (_sandbox.MPay.Withdrawals.All[0].Username, _sandbox.MPay.Withdrawals.All[0].IdNumber, _sandbox.MPay.Withdrawals.All[0].PhoneNumber)
        );
    }

    [Theory]
    [InlineData(RepeatedWithdrawal.PaysAgain, 0, 2)]
    [InlineData(RepeatedWithdrawal.Refused, 1006, 1)]
    [InlineData(RepeatedWithdrawal.AnswersFirst, 0, 1)]
    public async Task Asked_twice_it_does_what_its_rules_say(RepeatedWithdrawal repeated, int code, int paid)
    {
        _sandbox.MPay.Withdrawals.Rules = new() { Settling = Settling.Automatic, Repeated = repeated };

        await DownAsync("wd_1");
        var again = await DownAsync("wd_1");
        await _sandbox.MPay.Callbacks.Attempts.WaitForManyAsync(paid, _ => true, Deadline);

        Assert.Equal(code, (int)again["code"]!);
        Assert.Equal(new Payout(paid, 0, paid, paid * 100), _sandbox.Paid("wd_1"));
    }

    [Fact]
    public async Task It_can_fail_by_itself_or_stay_open()
    {
        _sandbox.SetRules(SandboxProvider.MPay, new() { Settling = Settling.Automatic, Outcome = WithdrawalOutcome.Rejected });
        _sandbox.Faults.Add(new(SandboxProvider.MPay, FaultKind.WithdrawalStays) { About = "wd_1" });

        await DownAsync("wd_1");
        await DownAsync("wd_2");
        await _sandbox.MPay.Callbacks.Attempts.WaitForAsync(_ => true, Deadline);

        Assert.Contains("merchOrderId=wd_2&status=fail", Assert.Single(_receiver.Callbacks).Body, StringComparison.Ordinal);
        Assert.Equal(["pending", "fail"], _sandbox.Withdrawals.Select(one => one.Status));
    }

    [Fact]
    public async Task What_it_has_never_heard_of_it_does_not_find()
    {
        await DownAsync("wd_1");

        var forgotten = _sandbox.MPay.Withdrawals.Forget("wd_1");
        var answer = await CheckAsync("wd_1");

        Assert.True(forgotten);
        Assert.Equal(1007, (int)answer["code"]!);
    }

    [Theory]
    [InlineData("100.5", "wallet1")]
    [InlineData("100", "")]
    public async Task What_makes_no_sense_is_refused(string amount, string address)
    {
        var answer = await DownAsync("wd_1", "", amount, address);

        Assert.Equal(1005, (int)answer["code"]!);
        Assert.Empty(_sandbox.Withdrawals);
    }

    private Task<JsonNode> CheckAsync(string order) => _caller.AskAsync("user/checkDownOrder", $$"""{"merchOrderId":"{{order}}"}""");

    private Task<JsonNode> DownAsync(string order, string more = "", string amount = "100", string address = "wallet1") =>
        _caller.AskAsync(
            "user/down",
            $$"""{"merchOrderId":"{{order}}","amount":{{amount}},"callBackUrl":"{{_receiver.Url}}","userWalletAddress":"{{address}}","merchUserId":"alice"{{more}}}"""
        );
}
