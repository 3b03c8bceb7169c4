using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using PaymentHub.Sandbox;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Sandbox.Keys;
using PaymentHub.Sandbox.Withdrawals;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Sandbox;

public sealed class WithdrawalFaultTests : IAsyncLifetime
{
    private const string Address = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private static readonly SandboxKeys Keys = SandboxKeys.Create();
    private static readonly HttpClient Http = new();
    private readonly ManualTimeProvider _clock = new(DateTimeOffset.FromUnixTimeSeconds(1723971200));
    private SandboxServer _sandbox = null!;
    private PayProtocolCaller _caller = null!;

    public async Task InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(Keys.ToOptions("shop") with { Time = _clock });
        _caller = new(_sandbox.BaseUrl, Keys.PayProtocol.ApiKey, Keys.PayProtocol.ApiSecret, _clock);
    }

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Theory]
    [InlineData(FaultKind.RequestBreaks, null, 0)]
    [InlineData(FaultKind.RequestTakenThenBreaks, null, 0)]
    [InlineData(FaultKind.RequestTakenThenGarbled, null, 200)]
    [InlineData(FaultKind.RequestFails, "429", 429)]
    [InlineData(FaultKind.RequestTakenThenFails, null, 500)]
    public async Task An_answer_that_says_nothing_can_hide_either(FaultKind kind, string? value, int status)
    {
        _sandbox.Faults.Add(new(SandboxProvider.PayProtocol, kind) { Endpoint = "withdraw/apply", Value = value });

        var error = await Record.ExceptionAsync(ApplyAsync);

        var taken = kind is FaultKind.RequestBreaks or FaultKind.RequestFails ? 0 : 1;
        Assert.True(error is HttpRequestException or JsonException, $"{error}");
        Assert.Equal(taken, _sandbox.Paid("wd_1").Taken);
        Assert.Equal(status, Assert.Single(_sandbox.PayProtocol.Requests.Answered.Items).Status);
    }

    [Theory]
    [InlineData(FaultKind.RequestRefused, 0)]
    [InlineData(FaultKind.RequestTakenThenRefused, 1)]
    public async Task A_code_can_be_a_refusal_or_a_lie(FaultKind kind, int taken)
    {
        _sandbox.Faults.Add(new(SandboxProvider.PayProtocol, kind) { Value = "4711" });

        var answer = await ApplyAsync();

        Assert.Equal((4711, taken), ((int)answer["code"]!, _sandbox.Paid("wd_1").Taken));
    }

    [Fact]
    public async Task It_can_be_taken_and_paid_before_it_is_answered()
    {
        _sandbox.SetRules(SandboxProvider.PayProtocol, new() { Settling = Settling.Automatic });
        _sandbox.Faults.Add(new(SandboxProvider.PayProtocol, FaultKind.RequestTakenThenSlow) { Delay = TimeSpan.FromSeconds(40) });

        var answer = ApplyAsync();
        await _clock.WaitForTimerAsync(TimeSpan.FromSeconds(40), Deadline);
        await PaidAsync();
        var early = answer.IsCompleted;
        _clock.Advance(TimeSpan.FromSeconds(40));

        Assert.Equal(200, (int)(await answer.WaitAsync(Deadline))["code"]!);
        Assert.False(early);
    }

    [Fact]
    public async Task It_can_be_taken_after_the_merchant_has_hung_up()
    {
        _sandbox.Faults.Add(new(SandboxProvider.Gateway, FaultKind.RequestTakenLate) { Delay = TimeSpan.FromSeconds(40) });
        using var impatient = new CancellationTokenSource();

        var asked = new GatewayCaller(_sandbox.BaseUrl, Keys.Gateway).WithdrawAsync("wd_1", cancellationToken: impatient.Token);
        await _clock.WaitForTimerAsync(TimeSpan.FromSeconds(40), Deadline);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        var before = _sandbox.Paid("wd_1").Taken;
        _clock.Advance(TimeSpan.FromSeconds(40));
        await _sandbox.Gateway.Requests.Answered.WaitForAsync(_ => true, Deadline);

        Assert.Equal((0, 1), (before, _sandbox.Paid("wd_1").Taken));
    }

    [Fact]
    public async Task Withdrawals_can_be_ruled_decided_and_counted_over_http()
    {
        var rules = await PostAsync("/sandbox/withdrawal-rules", """{"provider":"pay_protocol","repeated":"refused"}""");
        await ApplyAsync();
        await new GatewayCaller(_sandbox.BaseUrl, Keys.Gateway).WithdrawAsync("wd_2");
        await new MPayCaller(_sandbox.BaseUrl, Keys.MPay) { Now = _clock.GetUtcNow() }.AskAsync(
            "user/down",
            """{"merchOrderId":"wd_3","amount":7,"callBackUrl":"http://127.0.0.1:1/","userWalletAddress":"w","merchUserId":"alice"}"""
        );

        await PostAsync("/sandbox/pay-protocol/withdrawals/settle", """{"out_trade_no":"wd_1","status":"success"}""");
        await PostAsync("/sandbox/usdt-gateway/withdrawals/settle", """{"order_id":"wd_2","outcome":"failure"}""");
        await PostAsync("/sandbox/mpay/withdrawals/settle", """{"merch_order_id":"wd_3","status":"finish"}""");
        var payout = JsonNode.Parse(await Http.GetStringAsync(_sandbox.BaseUrl + "/sandbox/payouts/wd_3"))!;
        var list = JsonNode.Parse(await Http.GetStringAsync(_sandbox.BaseUrl + "/sandbox/withdrawals.json"))!.AsArray();

        Assert.Equal(("refused", "manual"), ((string)rules["repeated"]!, (string)rules["settling"]!));
        Assert.Equal((1, 0, 1, 7), ((int)payout["taken"]!, (int)payout["open"]!, (int)payout["paid"]!, (int)payout["amount"]!));
        Assert.Equal(["wd_1 success", "wd_2 failure", "wd_3 finish"], list.Select(one => $"{one!["order_id"]} {one["status"]}"));
    }

    [Fact]
    public async Task The_page_decides_with_buttons()
    {
        await ApplyAsync();
        var id = _sandbox.PayProtocol.Withdrawals.All[0].WithdrawId;
        var before = await Http.GetStringAsync(_sandbox.BaseUrl + "/sandbox/withdrawals");

        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["withdraw_id"] = $"{id}",
                ["status"] = "rejected",
                ["back"] = "/sandbox/withdrawals",
            }
        );
        using var answer = await Http.PostAsync(_sandbox.BaseUrl + "/sandbox/pay-protocol/withdrawals/settle", form);
        var after = await answer.Content.ReadAsStringAsync();

        Assert.Contains(">Approve</button>", before, StringComparison.Ordinal);
        Assert.DoesNotContain(">Approve</button>", after, StringComparison.Ordinal);
        Assert.Contains(">rejected</span>", after, StringComparison.Ordinal);
    }

    private async Task<JsonNode> ApplyAsync() =>
        (
            await _caller.PostAsync(
                "/withdraw/apply",
                $$"""{"chainId":1,"currencyId":2,"withdrawAddress":"{{Address}}","withdrawAmount":"3","outTradeNo":"wd_1"}"""
            )
        ).Json;

    private async Task PaidAsync()
    {
        using var limit = new CancellationTokenSource(Deadline);
        while (_sandbox.Paid("wd_1").Paid == 0)
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private async Task<JsonNode> PostAsync(string path, string body)
    {
        using var response = await Http.PostAsync(_sandbox.BaseUrl + path, new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }
}
