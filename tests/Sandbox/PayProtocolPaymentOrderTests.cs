using System.Net;
using System.Text.Json.Nodes;
using PaymentHub.Sandbox;
using PaymentHub.Sandbox.PayProtocol;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Sandbox;

public sealed class PayProtocolPaymentOrderTests : IAsyncLifetime
{
    private static readonly HttpClient Http = new();
    private readonly ManualTimeProvider _clock = new(DateTimeOffset.FromUnixTimeSeconds(1723971200));
    private CallbackReceiver _receiver = null!;
    private CallbackReceiver _console = null!;
    private SandboxServer _sandbox = null!;
    private PayProtocolCaller _caller = null!;

    public async Task InitializeAsync()
    {
        _receiver = await CallbackReceiver.StartAsync();
        _console = await CallbackReceiver.StartAsync();
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
                            CallbackUrl = _console.Url,
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
        await _console.DisposeAsync();
    }

    [Fact]
    public async Task A_payment_order_has_a_page_and_an_address_of_its_own()
    {
        var data = (await CreateAsync("dep_1"))["data"]!;

        var detail = (await _caller.GetAsync("/payment/detail?outTradeNo=dep_1")).Json["data"]!;
        var page = await Http.GetStringAsync(_sandbox.BaseUrl + data["paymentUrl"]);

        Assert.Matches("^[0-9]{19}$", (string)data["outPaymentNo"]!);
        Assert.Matches("^T[1-9A-HJ-NP-Za-km-z]{33}$", (string)data["userWalletAddress"]!);
        Assert.Equal((1, "10000000", "10"), ((int)detail["paymentStatus"]!, (string)detail["expectedAmount"]!, (string)detail["quoteAmount"]!));
        Assert.Equal((string)data["userWalletAddress"]!, (string)detail["userWalletAddress"]!);
        Assert.Null(detail["settlementAmount"]);
        Assert.Contains((string)data["userWalletAddress"]!, page, StringComparison.Ordinal);
        Assert.Empty(_sandbox.PayProtocol.Users);
    }

    [Fact]
    public async Task A_payer_pays_in_parts_and_too_much()
    {
        await CreateAsync("dep_1");

        await _sandbox.PayProtocol.PaymentOrders.PayAsync("dep_1", "4");
        await _sandbox.PayProtocol.PaymentOrders.PayAsync("dep_1");
        await _sandbox.PayProtocol.PaymentOrders.PayAsync("dep_1", "0.5");

        var told = _receiver
            .Callbacks.Select(callback => JsonNode.Parse(callback.Body)!)
            .Select(body => $"{body["paymentStatus"]} {body["settlementAmount"]} {body["settlementCurrencySymbol"]}");
        Assert.Equal(["3 4000000 USDT", "0 10000000 USDT", "0 10500000 USDT"], told);
        var callback = _receiver.Callbacks.First();
        Assert.Equal(Hmac.Base64("test_secret", "1723971200POST/callbacks/secret-id" + callback.Body), callback.Headers["X-PAY-SIGN"]);
        Assert.DoesNotContain("rechargeId", callback.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_transfer_is_told_as_a_recharge_too()
    {
        var address = (string)(await CreateAsync("dep_1"))["data"]!["userWalletAddress"]!;

        await _sandbox.PayProtocol.PaymentOrders.PayAsync("dep_1");

        var recharge = JsonNode.Parse(Assert.Single(_console.Callbacks).Body)!;
        var listed = (await _caller.GetAsync("/recharge/list")).Json["data"]!["list"]!.AsArray();
        Assert.Equal((address, "10000000"), ((string)recharge["walletAddress"]!, (string)recharge["rechargeAmount"]!));
        Assert.Null(recharge["outPaymentNo"]);
        Assert.Equal((int)recharge["rechargeId"]!, (int)Assert.Single(listed)!["rechargeId"]!);
    }

    [Fact]
    public async Task A_transfer_without_its_blocks_is_block_confirmation_until_it_settles()
    {
        await CreateAsync("dep_1");

        var waiting = await _sandbox.PayProtocol.PaymentOrders.PayAsync("dep_1", status: RechargeStatus.Pending);
        await _sandbox.PayProtocol.SettleAsync(_sandbox.PayProtocol.Recharges[0].RechargeId, RechargeStatus.Success);

        Assert.Equal(PaymentStatus.BlockConfirmation, waiting.PaymentStatus);
        Assert.Equal(0, (int)JsonNode.Parse(Assert.Single(_receiver.Callbacks).Body)!["paymentStatus"]!);
    }

    [Theory]
    [InlineData(PaymentStatus.Paid, 0)]
    [InlineData(PaymentStatus.Pending, 1)]
    [InlineData(PaymentStatus.BlockConfirmation, 2)]
    [InlineData(PaymentStatus.PartiallyPaid, 3)]
    [InlineData(PaymentStatus.Failed, 4)]
    [InlineData(PaymentStatus.Refunded, 5)]
    public async Task Every_status_can_be_told(PaymentStatus status, int told)
    {
        await CreateAsync("dep_1");

        await _sandbox.PayProtocol.PaymentOrders.SettleAsync("dep_1", status);

        Assert.Equal(told, (int)JsonNode.Parse(Assert.Single(_receiver.Callbacks).Body)!["paymentStatus"]!);
    }

    [Fact]
    public async Task What_failed_can_still_be_paid_late_on_the_page()
    {
        var number = (string)(await CreateAsync("dep_1"))["data"]!["outPaymentNo"]!;
        await _sandbox.PayProtocol.PaymentOrders.SettleAsync("dep_1", PaymentStatus.Failed);

        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["out_trade_no"] = "dep_1",
                ["amount"] = "10",
                ["status"] = "success",
                ["back"] = "/sandbox/pay-protocol/payment/" + number,
            }
        );
        using var answer = await Http.PostAsync(_sandbox.BaseUrl + "/sandbox/pay-protocol/payments/pay", form);

        Assert.Contains(">paid</span>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(2, _receiver.Callbacks.Count);
    }

    [Fact]
    public async Task Notify_calls_back_once_more()
    {
        await CreateAsync("dep_1");
        var early = await _caller.GetAsync("/payment/notify?outTradeNo=dep_1");
        await _sandbox.PayProtocol.PaymentOrders.PayAsync("dep_1");

        var answer = await _caller.GetAsync("/payment/notify?outTradeNo=dep_1");
        await _sandbox.PayProtocol.Callbacks.Attempts.WaitForManyAsync(3, _ => true, TimeSpan.FromSeconds(20));

        Assert.Equal((10005, 200), ((int)early.Json["code"]!, (int)answer.Json["code"]!));
        Assert.Equal(2, _receiver.Callbacks.Count);
    }

    [Theory]
    [InlineData(1, "USD", "12.5", "12500000")]
    [InlineData(0, "TRX", "3", "3000000")]
    public async Task It_can_be_quoted_in_legal_tender_or_a_coin(int legal, string symbol, string amount, string expected)
    {
        await CreateAsync("dep_1", legal, symbol, amount);

        Assert.Equal(expected, Assert.Single(_sandbox.PayProtocol.PaymentOrders.All).ExpectedAmount);
    }

    [Theory]
    [InlineData(0, "BNB", "1")]
    [InlineData(1, "EUR", "1")]
    [InlineData(0, "USDT", "0")]
    [InlineData(0, "USDT", "x")]
    public async Task What_makes_no_sense_is_refused(int legal, string symbol, string amount) =>
        Assert.Equal(10001, (int)(await CreateAsync("dep_1", legal, symbol, amount))["code"]!);

    [Fact]
    public async Task A_repeated_order_is_an_error()
    {
        await CreateAsync("dep_1");

        var again = await CreateAsync("dep_1");

        Assert.Equal(10009, (int)again["code"]!);
    }

    private async Task<JsonNode> CreateAsync(string order, int legal = 0, string symbol = "USDT", string amount = "10")
    {
        var (status, json) = await _caller.PostAsync(
            "/payment/createPaymentOrder",
            $$"""{"chainId":1,"description":"Two tickets","outTradeNo":"{{order}}","isLegalTender":{{legal}},"quoteCurrencySymbol":"{{symbol}}","quoteAmount":"{{amount}}","notifyUrl":"{{_receiver.Url}}","redirectionUrl":"https://shop.example/"}"""
        );
        Assert.Equal(HttpStatusCode.OK, status);
        return json;
    }
}
