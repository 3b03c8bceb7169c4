using System.Net;
using System.Text.Json.Nodes;
using PaymentHub.Sandbox;
using PaymentHub.Sandbox.Callbacks;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Sandbox.Keys;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Sandbox;

public sealed class FaultTests : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private static readonly SandboxKeys Keys = SandboxKeys.Create();
    private readonly ManualTimeProvider _clock = new(DateTimeOffset.FromUnixTimeSeconds(1723971200));
    private CallbackReceiver _receiver = null!;
    private SandboxServer _sandbox = null!;
    private PayProtocolCaller _caller = null!;

    public async Task InitializeAsync()
    {
        _receiver = await CallbackReceiver.StartAsync();
        _sandbox = await SandboxServer.StartAsync(Keys.ToOptions("shop", _receiver.Url, _receiver.Url) with { Time = _clock });
        _sandbox.PayProtocol.AddUser("shop", "alice");
        _sandbox.Gateway.AddUser("shop", "alice");
        _caller = new(_sandbox.BaseUrl, Keys.PayProtocol.ApiKey, Keys.PayProtocol.ApiSecret, _clock);
    }

    public async Task DisposeAsync()
    {
        await _sandbox.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task A_fault_strikes_as_often_as_it_says()
    {
        Add(FaultKind.CallbackDropped, fault => fault with { Times = 2 });

        await PayAsync();
        await PayAsync();
        await PayAsync();

        Assert.Single(_receiver.Callbacks);
        Assert.Empty(_sandbox.Faults.Active);
        Assert.Equal(
            [DeliveryState.Dropped, DeliveryState.Dropped, DeliveryState.Acknowledged],
            _sandbox.PayProtocol.Callbacks.Deliveries.Items.Select(delivery => delivery.State)
        );
    }

    [Fact]
    public async Task A_lasting_fault_about_one_customer_leaves_the_others_alone()
    {
        _sandbox.PayProtocol.AddUser("shop", "bob");
        Add(FaultKind.CallbackDropped, fault => fault with { Times = null, About = "bob" });

        await _sandbox.PayProtocol.PayAsync("bob", 1, 2, "1");
        await PayAsync();
        await _sandbox.PayProtocol.PayAsync("bob", 1, 2, "1");

        Assert.Contains("\"uuid\":\"alice\"", Assert.Single(_receiver.Callbacks).Body, StringComparison.Ordinal);
        Assert.Single(_sandbox.Faults.Active);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_duplicated_callback_comes_several_times(bool inParallel)
    {
        Add(FaultKind.CallbackDuplicated, fault => fault with { Copies = 3, InParallel = inParallel });

        await PayAsync();

        Assert.Equal(4, _receiver.Callbacks.Count);
        Assert.Single(_receiver.Callbacks.Select(callback => callback.Body).Distinct());
    }

    [Fact]
    public async Task A_held_callback_is_overtaken_by_the_next()
    {
        Add(FaultKind.CallbackHeld);

        var first = await PayAsync();
        var second = await PayAsync();

        Assert.Equal([$"{second}", $"{first}"], _receiver.Callbacks.Select(callback => $"{JsonNode.Parse(callback.Body)!["rechargeId"]}"));
    }

    [Fact]
    public async Task A_delayed_callback_waits_for_its_time()
    {
        Add(FaultKind.CallbackDelayed, fault => fault with { Delay = TimeSpan.FromMinutes(7) });

        await PayAsync();
        var before = _receiver.Callbacks.Count;
        _clock.Advance(TimeSpan.FromMinutes(7));
        await _sandbox.PayProtocol.Callbacks.Attempts.WaitForAsync(_ => true, Deadline);

        Assert.Equal(0, before);
        Assert.Single(_receiver.Callbacks);
    }

    [Theory]
    [InlineData(FaultKind.CallbackWrongKey)]
    [InlineData(FaultKind.CallbackAltered)]
    public async Task A_forged_callback_does_not_verify(FaultKind kind)
    {
        Add(kind);

        await PayAsync();

        var callback = Assert.Single(_receiver.Callbacks);
        var right = Hmac.Base64(Keys.PayProtocol.ApiSecret, callback.Headers["X-PAY-TIMESTAMP"] + "POST/callbacks/secret-id" + callback.Body);
        Assert.NotEqual(right, callback.Headers["X-PAY-SIGN"]);
    }

    [Fact]
    public async Task A_stale_callback_is_signed_well()
    {
        Add(FaultKind.CallbackStale);

        await PayAsync();

        var callback = Assert.Single(_receiver.Callbacks);
        Assert.Equal("1723967600", callback.Headers["X-PAY-TIMESTAMP"]);
        Assert.Equal(Hmac.Base64(Keys.PayProtocol.ApiSecret, "1723967600POST/callbacks/secret-id" + callback.Body), callback.Headers["X-PAY-SIGN"]);
    }

    [Fact]
    public async Task An_unsigned_callback_lacks_its_signature()
    {
        Add(FaultKind.CallbackUnsigned);
        _sandbox.Faults.Add(new(SandboxProvider.Gateway, FaultKind.CallbackUnsigned));

        await PayAsync();
        await _sandbox.Gateway.PayAsync("alice", "5");

        var (payProtocol, gateway) = (_receiver.Callbacks.First(), _receiver.Callbacks.Last());
        Assert.False(payProtocol.Headers.ContainsKey("X-PAY-SIGN"));
        Assert.Null(JsonNode.Parse(gateway.Body)!["signature"]);
    }

    [Fact]
    public async Task A_callback_can_lie_while_the_query_tells_the_truth()
    {
        Add(FaultKind.CallbackWrongAmount);
        Add(FaultKind.CallbackWrongAddress, fault => fault with { Value = "TXYZ" });
        Add(FaultKind.CallbackWrongCurrency, fault => fault with { Value = "1" });

        var id = await PayAsync();

        var told = JsonNode.Parse(Assert.Single(_receiver.Callbacks).Body)!;
        var truth = (await _caller.GetAsync($"/recharge/detail?rechargeId={id}")).Json["data"]!;
        Assert.Equal(("20000000", "TXYZ", 1), ((string)told["rechargeAmount"]!, (string)told["walletAddress"]!, (int)told["currencyId"]!));
        Assert.Equal(("2000000", 2), ((string)truth["rechargeAmount"]!, (int)truth["currencyId"]!));
    }

    [Fact]
    public async Task A_query_can_lie_while_the_callback_tells_the_truth()
    {
        Add(FaultKind.QueryWrongAmount, fault => fault with { Value = "3" });
        Add(FaultKind.QueryPending, fault => fault with { Times = 2 });

        var id = await PayAsync();
        var answers = new List<JsonNode>();
        for (var ask = 0; ask < 3; ask++)
        {
            answers.Add((await _caller.GetAsync($"/recharge/detail?rechargeId={id}")).Json["data"]!);
        }

        Assert.Contains("\"rechargeAmount\":\"2000000\"", Assert.Single(_receiver.Callbacks).Body, StringComparison.Ordinal);
        Assert.Equal([1, 1, 0], answers.Select(answer => (int)answer["rechargeStatus"]!));
        Assert.Equal(["3", "2000000", "2000000"], answers.Select(answer => (string)answer["rechargeAmount"]!));
    }

    [Fact]
    public async Task A_gateway_callback_can_name_another_contract()
    {
        _sandbox.Faults.Add(new(SandboxProvider.Gateway, FaultKind.CallbackWrongCurrency));

        await _sandbox.Gateway.PayAsync("alice", "5");

        Assert.Equal(33, (int)JsonNode.Parse(Assert.Single(_receiver.Callbacks).Body)!["data"]!["contract_type"]!);
    }

    [Fact]
    public async Task Requests_fail_in_the_order_of_their_faults()
    {
        Add(FaultKind.RequestFails, fault => fault with { Endpoint = "user/create", Value = "502" });
        Add(FaultKind.RequestBreaks, fault => fault with { Endpoint = "user/create" });
        Add(FaultKind.RequestRefused, fault => fault with { Endpoint = "user/create", Value = "4711" });
        using var http = new HttpClient();

        using var failed = await http.PostAsync(_sandbox.BaseUrl + "/api/mer/user/create", null);
        await Assert.ThrowsAsync<HttpRequestException>(() => http.PostAsync(_sandbox.BaseUrl + "/api/mer/user/create", null));
        var refused = await _caller.PostAsync("/user/create", """{"uuid":"carol"}""");
        var good = await _caller.PostAsync("/user/create", """{"uuid":"carol"}""");

        Assert.Equal(HttpStatusCode.BadGateway, failed.StatusCode);
        Assert.Equal((4711, 200), ((int)refused.Json["code"]!, (int)good.Json["code"]!));
        Assert.Equal(4, _sandbox.PayProtocol.Requests.Count("user/create"));
    }

    [Fact]
    public async Task A_request_can_be_carried_out_without_an_answer()
    {
        Add(FaultKind.RequestTakenThenBreaks, fault => fault with { Endpoint = "user/create" });

        await Assert.ThrowsAsync<HttpRequestException>(() => _caller.PostAsync("/user/create", """{"uuid":"carol"}"""));

        Assert.Contains(_sandbox.PayProtocol.Users, user => user.Uuid == "carol");
    }

    [Fact]
    public async Task A_slow_request_is_answered_after_its_time()
    {
        Add(FaultKind.RequestSlow, fault => fault with { Delay = TimeSpan.FromSeconds(30) });

        var answer = _caller.GetAsync("/conf/list/chain");
        await _clock.WaitForTimerAsync(TimeSpan.FromSeconds(30), Deadline);
        var early = answer.IsCompleted;
        _clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(HttpStatusCode.OK, (await answer.WaitAsync(Deadline)).Status);
        Assert.False(early);
    }

    private void Add(FaultKind kind, Func<Fault, Fault>? more = null)
    {
        var fault = new Fault(SandboxProvider.PayProtocol, kind);
        _sandbox.Faults.Add(more is null ? fault : more(fault));
    }

    private async Task<int> PayAsync() => (await _sandbox.PayProtocol.PayAsync("alice", 1, 2, "2")).RechargeId;
}
