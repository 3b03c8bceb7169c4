using System.Text.Json.Nodes;
using PaymentHub.Sandbox;
using PaymentHub.Sandbox.Keys;
using PaymentHub.Sandbox.MPay;

namespace PaymentHub.Tests.Sandbox;

public sealed class MPaySandboxTests : IAsyncLifetime
{
    private static readonly MPayKeys Keys = MPayKeys.Create(2048);
    private static readonly HttpClient Http = new();
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
    public void The_computed_vector_is_what_the_signer_makes() =>
        Assert.Equal(
            "90d9941485a6f7bd1e083be2eb2487a5",
            MPaySigner.CallbackSign([new("status", "true"), new("merchUserId", "user0000005"), new("address", "address00000005")], "merchmd5Key")
        );

    [Theory]
    [InlineData("v2.1")]
    [InlineData("v2")]
    public async Task A_request_of_several_blocks_is_read(string version)
    {
        var keys = Keys with { Version = version };
        await using var sandbox = await SandboxServer.StartAsync(new() { MPay = new() { Accounts = [keys.ToCredentials("shop")] } });
        var remark = new string('x', 700);

        var answer = await new MPayCaller(sandbox.BaseUrl, keys).AskAsync("user/up", Up("order-1", remark: remark));

        Assert.Equal(0, (int)answer["code"]!);
        Assert.Equal(remark, Assert.Single(sandbox.MPay.Orders).Remark);
        Assert.Equal($"{sandbox.BaseUrl}/sandbox/mpay/pay/{answer["data"]!["id"]}", (string)answer["data"]!["url"]!);
    }

    [Fact]
    public async Task A_wrong_md5_key_is_refused()
    {
        _caller.Md5Key = "another";

        var answer = await _caller.AskAsync("user/up", Up("order-1"));

        Assert.NotEqual(0, (int)answer["code"]!);
        Assert.Equal("bad_signature", Assert.Single(_sandbox.MPay.Requests.Answered.Items).Outcome);
    }

    [Fact]
    public async Task A_request_encrypted_for_somebody_else_is_refused()
    {
        _caller.PublicKey = MPayKeys.Create(2048).PublicKey;

        var answer = await _caller.AskAsync("user/up", Up("order-1"));

        Assert.NotEqual(0, (int)answer["code"]!);
        Assert.Empty(_sandbox.MPay.Orders);
    }

    [Theory]
    [InlineData(-310)]
    [InlineData(310)]
    public async Task A_stale_request_is_refused(int seconds)
    {
        _caller.Now += TimeSpan.FromSeconds(seconds);

        var answer = await _caller.AskAsync("user/up", Up("order-1"));

        Assert.NotEqual(0, (int)answer["code"]!);
        Assert.Equal("stale_timestamp", Assert.Single(_sandbox.MPay.Requests.Answered.Items).Outcome);
    }

    [Theory]
    [InlineData("100.5")]
    [InlineData("\"100\"")]
    [InlineData("0")]
    public async Task An_amount_that_is_no_whole_number_is_refused(string amount)
    {
        var answer = await _caller.AskAsync("user/up", Up("order-1", amount));

        Assert.NotEqual(0, (int)answer["code"]!);
    }

    [Fact]
    public async Task A_repeated_order_is_an_error_or_the_same_page()
    {
        await using var kind = await SandboxServer.StartAsync(
            new()
            {
                MPay = new() { Accounts = [Keys.ToCredentials("shop")], RepeatedOrderAnswersPage = true },
            }
        );
        var kindCaller = new MPayCaller(kind.BaseUrl, Keys);
        await _caller.AskAsync("user/up", Up("order-1"));
        var first = await kindCaller.AskAsync("user/up", Up("order-1"));

        var refused = await _caller.AskAsync("user/up", Up("order-1"));
        var same = await kindCaller.AskAsync("user/up", Up("order-1"));

        Assert.NotEqual(0, (int)refused["code"]!);
        Assert.Equal((string)first["data"]!["url"]!, (string)same["data"]!["url"]!);
    }

    [Fact]
    public async Task A_payment_is_called_back_as_a_signed_form()
    {
        await _caller.AskAsync("user/up", Up("order-1"));

        await _sandbox.MPay.PayAsync("order-1");

        var sign = MPayCaller.Md5("amount=100&merchOrderId=order-1&status=true" + Keys.Md5Key);
        var callback = Assert.Single(_receiver.Callbacks);
        Assert.Equal($"merchOrderId=order-1&status=true&amount=100&sign={sign}", callback.Body);
        Assert.Equal("application/x-www-form-urlencoded", callback.ContentType);
        Assert.True(Assert.Single(_sandbox.MPay.Callbacks.Attempts.Items).Acknowledged);
    }

    [Fact]
    public async Task The_query_follows_the_payer()
    {
        await _caller.AskAsync("user/up", Up("order-1"));

        var open = await CheckAsync();
        await _sandbox.MPay.PayAsync("order-1", MPayStatus.Pending);
        var scanned = await CheckAsync();
        await _sandbox.MPay.PayAsync("order-1", MPayStatus.Finish, amount: "90");
        var paid = await CheckAsync();
        var unknown = await _caller.AskAsync("user/checkUpOrder", """{"merchOrderId":"order-2"}""");

        Assert.Equal(("pending", "pending", "finish"), ((string)open["status"]!, (string)scanned["status"]!, (string)paid["status"]!));
        Assert.Equal("100", scanned["amount"]!.ToJsonString());
        Assert.Equal("90", paid["amount"]!.ToJsonString());
        Assert.Equal(Keys.MerchId, (int)paid["merchId"]!);
        Assert.NotEqual(0, (int)unknown["code"]!);
        Assert.Equal(["pending", "true"], _receiver.Callbacks.Select(callback => callback.Body.Split("status=")[1].Split('&')[0]));
    }

    [Fact]
    public async Task The_payer_can_pay_on_the_page()
    {
        var up = await _caller.AskAsync("user/up", Up("order-1"));
        var url = (string)up["data"]!["url"]!;

        var open = await Http.GetStringAsync(url);
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["merch_order_id"] = "order-1",
                ["account"] = "shop",
                ["outcome"] = "finish",
                ["back"] = new Uri(url).AbsolutePath,
            }
        );
        using var answer = await Http.PostAsync(_sandbox.BaseUrl + "/sandbox/mpay/pay", form);

        Assert.Contains("Pay 100 CNY", open, StringComparison.Ordinal);
        Assert.Contains("Paid. Thank you.", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(MPayStatus.Finish, Assert.Single(_sandbox.MPay.Orders).Status);
    }

    private async Task<JsonNode> CheckAsync() => (await _caller.AskAsync("user/checkUpOrder", """{"merchOrderId":"order-1"}"""))["data"]!;

    private string Up(string order, string amount = "100", string remark = "") =>
        $$"""{"merchOrderId":"{{order}}","amount":{{amount}},"callBackUrl":"{{_receiver.Url}}","merchUserId":"alice","remark":"{{remark}}"}""";
}
