using System.Net;
using PaymentHub.Sandbox;
using PaymentHub.Sandbox.PayProtocol;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Sandbox;

public sealed class PayProtocolSandboxTests : IAsyncLifetime
{
    // The moment of the published vectors.
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
                            CallbackUrl = _receiver.Url,
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
    public async Task The_computed_vectors_are_accepted()
    {
        _caller.Timestamp = "1723971200";

        _caller.Signature = "ZzTfpiM2r1eDEQTf4BVqLP7XaJ6KswnVCN8fGG7WOSU=";
        var created = await _caller.PostAsync("/user/create", """{"uuid":"USER10001"}""");
        _caller.Signature = "HaVV2rOMDgsqNFWJ7+WH+vjIYwvd5pzV1/4osou7vms=";
        var detail = await _caller.GetAsync("/user/detail?uuid=USER10001");

        Assert.Equal(200, (int)created.Json["code"]!);
        Assert.Equal((int)created.Json["data"]!, (int)detail.Json["data"]!["userId"]!);
    }

    [Fact]
    public async Task A_wrong_signature_is_refused()
    {
        _caller.Signature = "ZzTfpiM2r1eDEQTf4BVqLP7XaJ6KswnVCN8fGG7WOSU=";

        var answer = await _caller.PostAsync("/user/create", """{"uuid":"USER10002"}""");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Equal(401, (int)answer.Json["code"]!);
        Assert.Empty(_sandbox.PayProtocol.Users);
        Assert.Equal("bad_signature", Assert.Single(_sandbox.PayProtocol.Requests.Answered.Items).Outcome);
    }

    [Theory]
    [InlineData(1723971200 - 60, true)]
    [InlineData(1723971200 + 60, true)]
    [InlineData(1723971200 - 61, false)]
    [InlineData(1723971200 + 61, false)]
    public async Task A_timestamp_may_be_off_by_a_minute(long timestamp, bool accepted)
    {
        _caller.Timestamp = $"{timestamp}";

        var answer = await _caller.GetAsync("/conf/list/chain");

        Assert.Equal(accepted ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, answer.Status);
    }

    [Fact]
    public async Task An_unknown_key_is_refused()
    {
        var stranger = new PayProtocolCaller(_sandbox.BaseUrl, "other_key", "test_secret", _clock);

        var answer = await stranger.GetAsync("/conf/list/chain");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
    }

    [Fact]
    public async Task A_user_has_a_wallet_on_every_chain()
    {
        await _caller.PostAsync("/user/create", """{"uuid":"alice"}""");

        var all = await _caller.GetAsync("/user/detail?uuid=alice");
        var tron = await _caller.GetAsync("/user/detail?uuid=alice&chainId=1");

        var wallets = all.Json["data"]!["userWallet"]!.AsArray();
        Assert.Equal([1, 2, 3], wallets.Select(wallet => (int)wallet!["chainId"]!));
        Assert.Matches("^T[1-9A-HJ-NP-Za-km-z]{33}$", (string)wallets[0]!["walletAddress"]!);
        Assert.Matches("^0x[0-9a-fA-F]{40}$", (string)wallets[1]!["walletAddress"]!);
        Assert.Equal("2024-08-18 16:53:20", (string)all.Json["data"]!["createTime"]!);
        Assert.Single(tron.Json["data"]!["userWallet"]!.AsArray());
    }

    [Fact]
    public async Task Creating_a_user_again_is_an_error()
    {
        await _caller.PostAsync("/user/create", """{"uuid":"alice"}""");

        var again = await _caller.PostAsync("/user/create", """{"uuid":"alice"}""");

        Assert.Equal(10002, (int)again.Json["code"]!);
        Assert.Equal(2, _sandbox.PayProtocol.Requests.Count("user/create"));
    }

    [Fact]
    public async Task A_payment_is_called_back_with_a_signature_over_the_path_of_the_callback()
    {
        _sandbox.PayProtocol.AddUser("shop", "alice");

        var recharge = await _sandbox.PayProtocol.PayAsync("alice", PayProtocolCatalogue.Tron, PayProtocolCatalogue.UsdtTrc20, "10.5");

        var callback = Assert.Single(_receiver.Callbacks);
        Assert.Contains("\"rechargeAmount\":\"10500000\"", callback.Body, StringComparison.Ordinal);
        Assert.Contains($"\"rechargeId\":{recharge.RechargeId},\"chainId\":1,\"currencyId\":2", callback.Body, StringComparison.Ordinal);
        Assert.Contains("\"rechargeStatus\":0", callback.Body, StringComparison.Ordinal);
        Assert.Equal("test_key", callback.Headers["X-PAY-KEY"]);
        Assert.Equal("1723971200", callback.Headers["X-PAY-TIMESTAMP"]);
        Assert.Equal(Hmac.Base64("test_secret", "1723971200POST/callbacks/secret-id" + callback.Body), callback.Headers["X-PAY-SIGN"]);
        Assert.True(Assert.Single(_sandbox.PayProtocol.Callbacks.Attempts.Items).Acknowledged);
    }

    [Fact]
    public async Task A_coin_with_eighteen_decimals_is_told_in_its_smallest_unit()
    {
        _sandbox.PayProtocol.AddUser("shop", "alice");

        var recharge = await _sandbox.PayProtocol.PayAsync(
            "alice",
            PayProtocolCatalogue.Ethereum,
            PayProtocolCatalogue.Eth,
            "1234567.000000000000000001"
        );

        Assert.Equal("1234567000000000000000001", recharge.RechargeAmount);
    }

    [Fact]
    public async Task A_pending_recharge_is_called_back_only_when_it_settles()
    {
        _sandbox.PayProtocol.AddUser("shop", "alice");

        var pending = await _sandbox.PayProtocol.PayAsync("alice", 1, 1, "3", RechargeStatus.Pending);
        var before = _receiver.Callbacks.Count;
        await _sandbox.PayProtocol.SettleAsync(pending.RechargeId, RechargeStatus.Failure);

        Assert.Equal(0, before);
        Assert.Contains("\"rechargeStatus\":2", Assert.Single(_receiver.Callbacks).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recharges_are_listed_by_page_and_filter()
    {
        _sandbox.PayProtocol.AddUser("shop", "alice");
        _sandbox.PayProtocol.AddUser("shop", "bob");
        for (var paid = 1; paid <= 3; paid++)
        {
            await _sandbox.PayProtocol.PayAsync("alice", 1, 2, $"{paid}");
            _clock.Advance(TimeSpan.FromSeconds(10));
        }

        await _sandbox.PayProtocol.PayAsync("bob", 3, 5, "7", RechargeStatus.Pending);

        var second = await _caller.GetAsync("/recharge/list?page=2&size=3");
        var since = await _caller.GetAsync("/recharge/list?UUID=alice&startTime=1723971210&endTime=1723971219");
        var pending = await _caller.GetAsync("/recharge/list?orderStatus=1");
        var tooLarge = await _caller.GetAsync("/recharge/list?size=501");

        Assert.Equal(4, (int)second.Json["data"]!["count"]!);
        Assert.Equal("1000000", (string)Assert.Single(second.Json["data"]!["list"]!.AsArray())!["rechargeAmount"]!);
        Assert.Equal("2000000", (string)Assert.Single(since.Json["data"]!["list"]!.AsArray())!["rechargeAmount"]!);
        Assert.Equal("7000000000000000000", (string)Assert.Single(pending.Json["data"]!["list"]!.AsArray())!["rechargeAmount"]!);
        Assert.NotEqual(200, (int)tooLarge.Json["code"]!);
    }

    [Fact]
    public async Task Notify_calls_back_once_more()
    {
        _sandbox.PayProtocol.AddUser("shop", "alice");
        var recharge = await _sandbox.PayProtocol.PayAsync("alice", 1, 2, "1");

        var answer = await _caller.GetAsync($"/recharge/notify?rechargeId={recharge.RechargeId}");
        await _sandbox.PayProtocol.Callbacks.Attempts.WaitForManyAsync(2, attempt => attempt.Acknowledged, TimeSpan.FromSeconds(10));

        Assert.Equal(200, (int)answer.Json["code"]!);
        Assert.Equal(2, _receiver.Callbacks.Count);
    }

    [Fact]
    public async Task A_currency_opened_later_is_listed()
    {
        _sandbox.PayProtocol.Catalogue.Add(new(77, PayProtocolCatalogue.Tron, "New", "NEW", "", 2));

        var all = await _caller.GetAsync("/conf/list/currency");
        var tron = await _caller.GetAsync("/conf/list/currency?chainId=1");

        Assert.Equal([1, 2, 3, 4, 5, 6, 77], all.Json["data"]!.AsArray().Select(one => (int)one!["currencyId"]!));
        Assert.Equal([6, 6, 2], tron.Json["data"]!.AsArray().Select(one => (int)one!["decimals"]!));
    }
}
