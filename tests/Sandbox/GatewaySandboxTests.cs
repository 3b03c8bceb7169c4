using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PaymentHub.Sandbox;
using PaymentHub.Sandbox.Gateway;
using PaymentHub.Sandbox.Keys;

namespace PaymentHub.Tests.Sandbox;

public sealed class GatewaySandboxTests : IAsyncLifetime
{
    private const string PublishedKey =
        "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDBMcWLwitjAj1OMqpOStl0iqNPuWYmKzhBbWbgTFw0klkN3Ebz/Ewz0zvrwgIYWEK6o6qAZGcUh3IiAAVlTaCVzHiTNlM7bPn2S3jn6SJAwfG591EwT/B+7ZzgIKrsnrMFtwrmCQIF+lOf22PuA1DiTsF6Q5nOt2q1K5cQntc59QIDAQAB";

    private const string PublishedSignature =
        "fC6QtJRJlHQLnWDQFai1CneNNKGdXqtD+YbMYOYueGDed7TWuyf7HQtqLXi0vpK4cgJ7lEOMpIeWZKrDhratm5000Q7fip5ANSdWwGa1QJ3OiCGaX+Cfx5wGwX9wrLJvTXdmQ+D3bJ6OegGsriN/DVzz7bjVNKyKMjC5FiOm+wo=";

    private static readonly HttpClient Http = new();
    private readonly GatewayKeys _keys = GatewayKeys.Create();
    private CallbackReceiver _receiver = null!;
    private SandboxServer _sandbox = null!;

    public async Task InitializeAsync()
    {
        _receiver = await CallbackReceiver.StartAsync();
        _receiver.Answer = (200, "application/json", """{"code":1}""");
        _sandbox = await StartAsync(new());
    }

    public async Task DisposeAsync()
    {
        await _sandbox.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Theory]
    [InlineData(PublishedKey)]
    [InlineData("-----BEGIN RSA PUBLIC KEY-----\n" + PublishedKey + "\n-----END RSA PUBLIC KEY-----\n")]
    public void The_published_signature_verifies_with_the_published_key(string key)
    {
        Assert.True(GatewaySigner.Verify(key, Encoding.UTF8.GetBytes("""{"name":"helloKitty"}"""), PublishedSignature));
        Assert.False(GatewaySigner.Verify(key, Encoding.UTF8.GetBytes("""{"name":"helloKitt"}"""), PublishedSignature));
    }

    [Fact]
    public async Task A_user_keeps_the_same_address()
    {
        var first = await AskAsync("""{"identify":"alice"}""");
        var again = await AskAsync("""{"identify":"alice"}""");
        var other = await AskAsync("""{"identify":"bob"}""");

        Assert.Equal(8001, (int)first["code"]!);
        Assert.Matches("^T[1-9A-HJ-NP-Za-km-z]{33}$", (string)first["data"]!["address"]!);
        Assert.Equal((string)first["data"]!["address"]!, (string)again["data"]!["address"]!);
        Assert.NotEqual((string)first["data"]!["address"]!, (string)other["data"]!["address"]!);
    }

    [Fact]
    public async Task A_request_signed_over_other_data_is_refused()
    {
        var answer = await AskAsync("""{"identify":"alice"}""", signedData: """{"identify":"bob"}""");

        Assert.Equal("""{"code":8002}""", answer.ToJsonString());
        Assert.Equal("bad_signature", Assert.Single(_sandbox.Gateway.Requests.Answered.Items).Outcome);
    }

    [Fact]
    public async Task A_request_with_another_api_key_is_refused()
    {
        var answer = await AskAsync("""{"identify":"alice"}""", apiKey: "another");

        Assert.Equal(8002, (int)answer["code"]!);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"app_id":"x","api_key":1}""")]
    [InlineData("""{"app_id":{},"api_key":"k","signature":null,"data":[]}""")]
    public async Task What_is_no_request_is_refused(string body)
    {
        using var response = await Http.PostAsync(_sandbox.BaseUrl + "/v1/recharge", new StringContent(body));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("""{"code":8002}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_payment_is_called_back_with_a_signature_over_the_text_of_data()
    {
        _sandbox.Gateway.AddUser("shop", "alice");

        var recharge = await _sandbox.Gateway.PayAsync("alice", "51.50");

        var body = Assert.Single(_receiver.Callbacks).Body;
        using var json = JsonDocument.Parse(body);
        var data = json.RootElement.GetProperty("data");
        Assert.Equal("recharge_callback", json.RootElement.GetProperty("subject").GetString());
        Assert.Matches("^[0-9]{19}$", data.GetProperty("order_id").GetString());
        Assert.Matches("^[0-9a-f]{64}$", data.GetProperty("transaction_id").GetString());
        Assert.Equal("51.50", data.GetProperty("amount").GetRawText());
        Assert.Equal($"auto_{recharge.OrderId}_{recharge.TransactionId}_alice", data.GetProperty("retry_id").GetString());
        Assert.Equal((3, 32), (data.GetProperty("chain_type").GetInt32(), data.GetProperty("contract_type").GetInt32()));
        Assert.True(IsSigned(data.GetRawText(), json.RootElement.GetProperty("signature").GetString()!));
        Assert.True(Assert.Single(_sandbox.Gateway.Callbacks.Attempts.Items).Acknowledged);
    }

    [Fact]
    public async Task The_subject_can_stand_inside_data_and_data_can_be_spaced()
    {
        await using var other = await StartAsync(new() { SubjectInsideData = true, SpacedData = true });
        other.Gateway.AddUser("shop", "alice");

        await other.Gateway.PayAsync("alice", "51");

        using var json = JsonDocument.Parse(Assert.Single(_receiver.Callbacks).Body);
        var data = json.RootElement.GetProperty("data");
        Assert.False(json.RootElement.TryGetProperty("subject", out _));
        Assert.Equal("rechargeCallback", data.GetProperty("subject").GetString());
        Assert.Contains("\n", data.GetRawText(), StringComparison.Ordinal);
        Assert.True(IsSigned(JsonSerializer.Serialize(data), json.RootElement.GetProperty("signature").GetString()!));
    }

    [Theory]
    [InlineData(200, "application/json", """{ "code" : 1 }""", true)]
    [InlineData(200, "application/json; charset=utf-8", """{"code":1}""", true)]
    [InlineData(200, "text/plain", """{"code":1}""", false)]
    [InlineData(200, "application/json", """{"code":"1"}""", false)]
    [InlineData(200, "application/json", """{"code":1,"message":"ok"}""", false)]
    [InlineData(200, "application/json", "success", false)]
    [InlineData(500, "application/json", """{"code":1}""", false)]
    public async Task Only_the_exact_answer_acknowledges(int status, string contentType, string body, bool acknowledged)
    {
        _receiver.Answer = (status, contentType, body);
        _sandbox.Gateway.AddUser("shop", "alice");

        await _sandbox.Gateway.PayAsync("alice", "1");

        Assert.Equal(acknowledged, Assert.Single(_sandbox.Gateway.Callbacks.Attempts.Items).Acknowledged);
    }

    [Fact]
    public async Task A_callback_comes_again_only_by_hand()
    {
        _receiver.Answer = (500, "text/plain", "");
        _sandbox.Gateway.AddUser("shop", "alice");

        var recharge = await _sandbox.Gateway.PayAsync("alice", "1");
        await _sandbox.Gateway.Callbacks.Deliveries.Items[0].Finished;
        await _sandbox.Gateway.ResendAsync(recharge.OrderId);

        Assert.Equal(2, _receiver.Callbacks.Count);
        Assert.Single(_receiver.Callbacks.Select(callback => callback.Body).Distinct());
    }

    private Task<SandboxServer> StartAsync(GatewaySandboxOptions options) =>
        SandboxServer.StartAsync(new() { Gateway = options with { Accounts = [_keys.ToCredentials("shop", _receiver.Url)] } });

    private bool IsSigned(string data, string signature)
    {
        using var rsa = RSA.Create();
        rsa.ImportSubjectPublicKeyInfo(Convert.FromBase64String(_keys.GatewayPublicKey), out _);
        return rsa.VerifyData(Encoding.UTF8.GetBytes(data), Convert.FromBase64String(signature), HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1);
    }

    private async Task<JsonNode> AskAsync(string data, string? signedData = null, string? apiKey = null)
    {
        using var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(Convert.FromBase64String(_keys.MerchantPrivateKey), out _);
        var signature = Convert.ToBase64String(
            rsa.SignData(Encoding.UTF8.GetBytes(signedData ?? data), HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1)
        );
        var body = $$"""{"app_id":{{_keys.AppId}},"api_key":"{{apiKey ?? _keys.ApiKey}}","signature":"{{signature}}","data":{{data}}}""";
        using var response = await Http.PostAsync(_sandbox.BaseUrl + "/v1/recharge", new StringContent(body, Encoding.UTF8, "application/json"));
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }
}
