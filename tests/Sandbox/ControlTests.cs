using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using PaymentHub.Providers.MPay;
using PaymentHub.Providers.PayProtocol;
using PaymentHub.Providers.UsdtGateway;
using PaymentHub.Sandbox;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Sandbox.Keys;
using PaymentHub.Sandbox.Wire;

namespace PaymentHub.Tests.Sandbox;

public sealed class ControlTests : IAsyncLifetime
{
    private static readonly HttpClient Http = new();
    private static readonly SandboxKeys Keys = SandboxKeys.Create();
    private CallbackReceiver _receiver = null!;
    private SandboxServer _sandbox = null!;

    public async Task InitializeAsync()
    {
        _receiver = await CallbackReceiver.StartAsync();
        _sandbox = await SandboxServer.StartAsync(Keys.ToOptions("shop", _receiver.Url, _receiver.Url));
    }

    public async Task DisposeAsync()
    {
        await _sandbox.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task Payments_can_be_made_over_http()
    {
        await PostAsync("/sandbox/pay-protocol/users", """{"account":"shop","id":"alice"}""");
        await PostAsync("/sandbox/usdt-gateway/users", """{"account":"shop","id":"alice"}""");

        var recharge = await PostAsync("/sandbox/pay-protocol/pay", """{"uuid":"alice","currency_id":5,"amount":"2.5","status":"success"}""");
        var gateway = await PostAsync("/sandbox/usdt-gateway/pay", """{"identify":"alice","amount":"51"}""");

        Assert.Equal("2500000000000000000", (string)recharge.Json["recharge_amount"]!);
        Assert.Equal("51", (string)gateway.Json["amount"]!);
        Assert.Equal(2, _receiver.Callbacks.Count);
    }

    [Theory]
    [InlineData("/sandbox/pay-protocol/pay", """{"uuid":"nobody","amount":"1"}""", "nobody")]
    [InlineData("/sandbox/pay-protocol/pay", """{"amount":"1"}""", "'uuid' is missing.")]
    [InlineData("/sandbox/usdt-gateway/pay", """{"identify":"nobody","amount":"1","typo":1}""", "'typo' is not known here.")]
    [InlineData("/sandbox/mpay/pay", """{"merch_order_id":"nobody"}""", "nobody")]
    [InlineData("/sandbox/faults", """{"kind":"request_fails"}""", "'provider' is missing.")]
    [InlineData("/sandbox/faults", """{"provider":"gateway","kind":"request_fails"}""", "provider must be one of pay_protocol, usdt_gateway, mpay.")]
    [InlineData("/sandbox/faults", """{"provider":"mpay","kind":"request_fails","delay":"soon"}""", "delay has a value of the wrong kind.")]
    [InlineData("/sandbox/faults", """{"provider":"mpay","kind":"request_fails","times":"many"}""", "times has a value of the wrong kind.")]
    [InlineData("/sandbox/faults", """{"provider":""", "That is no JSON.")]
    [InlineData("/sandbox/faults", "[]", "That is no JSON object.")]
    [InlineData("/sandbox/faults", "null", "The body is empty.")]
    [InlineData("/sandbox/faults", "", "That is no JSON.")]
    public async Task A_call_that_makes_no_sense_is_answered_with_its_mistake(string path, string body, string mistake)
    {
        var answer = await PostAsync(path, body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        var error = (string)answer.Json["error"]!;
        Assert.Contains(mistake, error, StringComparison.Ordinal);
        Assert.DoesNotContain("PaymentHub.", error, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", error, StringComparison.Ordinal);
        Assert.DoesNotContain("(Parameter", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Providers_are_called_as_the_hub_calls_them() =>
        Assert.Equal(
            [PayProtocolProvider.ProviderName, UsdtGatewayProvider.ProviderName, MPayProvider.ProviderName],
            Enum.GetValues<SandboxProvider>().Select(SnakeCaseEnum.Of)
        );

    [Fact]
    public async Task Faults_can_be_made_listed_and_removed_over_http()
    {
        var made = await PostAsync("/sandbox/faults", """{"provider":"mpay","kind":"query_pending","times":3,"about":"order-1"}""");
        await PostAsync("/sandbox/faults", """{"provider":"usdt_gateway","kind":"request_fails"}""");

        var listed = await Http.GetFromJsonAsync<JsonArray>(_sandbox.BaseUrl + "/sandbox/faults");
        using var removed = await Http.DeleteAsync($"{_sandbox.BaseUrl}/sandbox/faults/{made.Json["id"]}");
        using var again = await Http.DeleteAsync($"{_sandbox.BaseUrl}/sandbox/faults/{made.Json["id"]}");
        var left = _sandbox.Faults.Active;
        using var cleared = await Http.DeleteAsync(_sandbox.BaseUrl + "/sandbox/faults");

        Assert.Equal(["query_pending", "request_fails"], listed!.Select(fault => (string)fault!["kind"]!));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (removed.StatusCode, again.StatusCode));
        Assert.Equal(FaultKind.RequestFails, Assert.Single(left).Kind);
        Assert.Empty(_sandbox.Faults.Active);
    }

    [Fact]
    public async Task The_page_shows_what_happened_and_encodes_it()
    {
        _sandbox.PayProtocol.AddUser("shop", "<b>alice");
        await _sandbox.PayProtocol.PayAsync("<b>alice", 1, 2, "10");
        using var unsigned = await Http.PostAsync(_sandbox.BaseUrl + "/merchant/webhooks/shop", new StringContent("<script>"));

        var page = await Http.GetStringAsync(_sandbox.BaseUrl + "/sandbox");

        Assert.Contains("&lt;b&gt;alice", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>alice", page, StringComparison.Ordinal);
        Assert.Contains("no: missing_header", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.DoesNotContain(Keys.PayProtocol.ApiSecret, page, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-id", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_over_64_KiB_is_refused()
    {
        using var answer = await Http.PostAsync(_sandbox.BaseUrl + "/v1/recharge", new ByteArrayContent(new byte[(64 * 1024) + 1]));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task It_listens_on_loopback_only() =>
        await Assert.ThrowsAsync<ArgumentException>(() => SandboxServer.StartAsync(new() { Url = new("http://0.0.0.0:0") }));

    [Fact]
    public void Settings_and_keys_survive_their_json()
    {
        var options = Keys.ToOptions("shop", new Uri("http://127.0.0.1:7071/callbacks/a")) with { TimeScale = 60 };

        var read = SandboxOptions.Parse(options.ToJson());

        Assert.Equal(options.ToJson(), read.ToJson());
        Assert.Equal("http://127.0.0.1:7071/callbacks/a", read.PayProtocol.Accounts[0].CallbackUrl!.AbsoluteUri);
        Assert.Equal(Keys, SandboxKeys.Parse(Keys.ToJson()));
    }

    private async Task<(HttpStatusCode Status, JsonNode Json)> PostAsync(string path, string body)
    {
        using var response = await Http.PostAsync(_sandbox.BaseUrl + path, new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }
}
