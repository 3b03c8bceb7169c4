using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Tests.Providers.UsdtGateway;

public sealed class UsdtGatewayClientTests : IDisposable
{
    private const string Issued = """{"code":8001,"data":{"address":"TAKRynHBao1mv2eLaX6tUb29AyoBeCaFf1"}}""";

    private readonly UsdtGatewayBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_customer_gets_one_address_on_tron()
    {
        _bench.Wire.Answer(Issued);

        var issued = Assert.IsType<ProviderResult<IReadOnlyList<DepositAddress>>.Good>(await IssueAsync()).Value;

        Assert.Equal([new DepositAddress("tron", "TAKRynHBao1mv2eLaX6tUb29AyoBeCaFf1")], issued);
    }

    [Fact]
    public async Task The_signature_covers_the_data_exactly_as_it_is_sent()
    {
        _bench.Wire.Answer(Issued);

        await IssueAsync();

        var sent = _bench.Wire.Sent.Single();
        var body = JsonDocument.Parse(sent.Body).RootElement;
        Assert.Equal(("POST", "https://gateway.example/v1/recharge"), (sent.Method, sent.Address.AbsoluteUri));
        Assert.Equal("application/json", sent.Headers["Content-Type"]);
        Assert.StartsWith("""{"app_id":1003,"api_key":"api_key","signature":""", sent.Text, StringComparison.Ordinal);
        Assert.EndsWith(""","data":{"identify":"user-1"}}""", sent.Text, StringComparison.Ordinal);
        using var merchant = TestKeys.Merchant;
        Assert.True(
            merchant.VerifyData(
                Encoding.UTF8.GetBytes("""{"identify":"user-1"}"""),
                Convert.FromBase64String(body.GetProperty("signature").GetString()!),
                HashAlgorithmName.SHA512,
                RSASignaturePadding.Pkcs1
            )
        );
    }

    [Fact]
    public async Task A_name_that_JSON_escapes_is_signed_as_it_is_escaped()
    {
        _bench.Wire.Answer(Issued);

        await _bench.Account.IssueAddressesAsync("<é+\"&>", CancellationToken.None);

        var body = JsonDocument.Parse(_bench.Wire.Sent.Single().Body).RootElement;
        using var merchant = TestKeys.Merchant;
        Assert.Equal("<é+\"&>", body.GetProperty("data").GetProperty("identify").GetString());
        Assert.True(
            merchant.VerifyData(
                Encoding.UTF8.GetBytes(body.GetProperty("data").GetRawText()),
                Convert.FromBase64String(body.GetProperty("signature").GetString()!),
                HashAlgorithmName.SHA512,
                RSASignaturePadding.Pkcs1
            )
        );
    }

    [Theory]
    [InlineData("""{"code":8002}""", "8002", "")]
    [InlineData("""{"code":8123,"msg":"no such app"}""", "8123", "no such app")]
    public async Task Another_code_is_a_refusal_and_keeps_its_number(string answer, string code, string message)
    {
        _bench.Wire.Answer(answer);

        var refused = Assert.IsType<ProviderResult<IReadOnlyList<DepositAddress>>.Refused>(await IssueAsync());

        Assert.Equal((code, message), (refused.Code, refused.Message));
        Assert.Single(_bench.Wire.Sent);
    }

    [Theory]
    [InlineData("""{"code":8001}""")]
    [InlineData("""{"code":8001,"data":{}}""")]
    [InlineData("""{"code":8001,"data":{"address":""}}""")]
    [InlineData("""{"code":8001,"data":{"address":7}}""")]
    [InlineData("""{"code":8001,"data":{"address":"   "}}""")]
    [InlineData("""{"code":8001,"data":{"address":"TAKRynHBao1mv2eLaX6tUb29AyoBeCaFf1\n"}}""")]
    [InlineData("\uFEFF\uFEFF" + Issued)]
    [InlineData("""{"code":8001,"data":[]}""")]
    [InlineData("<html>")]
    public async Task An_answer_without_an_address_is_no_answer(string answer)
    {
        _bench.Wire.Answer(answer);

        Assert.IsType<ProviderResult<IReadOnlyList<DepositAddress>>.Unavailable>(await IssueAsync());
    }

    [Fact]
    public async Task An_address_too_long_to_be_one_is_no_answer()
    {
        _bench.Wire.Answer($$$"""{"code":8001,"data":{"address":"{{{new string('T', 40_000)}}}"}}""");

        Assert.IsType<ProviderResult<IReadOnlyList<DepositAddress>>.Unavailable>(await IssueAsync());
    }

    [Fact]
    public async Task A_byte_order_mark_before_an_answer_is_no_part_of_it()
    {
        _bench.Wire.Answer("\uFEFF" + Issued);

        Assert.IsType<ProviderResult<IReadOnlyList<DepositAddress>>.Good>(await IssueAsync());
    }

    [Fact]
    public async Task Asking_again_is_harmless_and_so_it_is_tried_three_times()
    {
        _bench.Wire.Break().Answer("", HttpStatusCode.ServiceUnavailable).Answer(Issued);

        Assert.IsType<ProviderResult<IReadOnlyList<DepositAddress>>.Good>(await IssueAsync());
        Assert.Equal(3, _bench.Wire.Sent.Count);
    }

    [Fact]
    public void It_issues_addresses_pays_withdrawals_and_answers_no_queries()
    {
        Assert.True(_bench.Account.IssuesAddresses);
        Assert.False(_bench.Account.MakesPaymentPages);
        Assert.False(_bench.Account.AnswersQueries(OrderKind.Deposit));
        Assert.False(_bench.Account.AnswersQueries(OrderKind.Withdrawal));
        Assert.True(_bench.Account.PaysWithdrawals);
        Assert.False(_bench.Account.Lists(OrderKind.Withdrawal));
        Assert.False(_bench.Account.Renotifies(OrderKind.Withdrawal));
    }

    [Theory]
    [InlineData("AppId", null, "AppId is missing.")]
    [InlineData("AppId", "1e3", "AppId must be a whole number.")]
    [InlineData("ApiKey", "", "ApiKey is missing.")]
    [InlineData("PrivateKey", null, "PrivateKey is missing.")]
    [InlineData("PrivateKey", RsaKeyTests.Published, "PrivateKey must be a PKCS#8 RSA private key, as PEM or base64.")]
    [InlineData("GatewayPublicKey", "rubbish", "GatewayPublicKey must be an RSA public key (SPKI or PKCS#1), as PEM or base64.")]
    public void A_mistake_names_its_setting_and_never_its_value(string name, string? value, string sentence)
    {
        Assert.Equal([sentence], _bench.Bench.Mistakes(name, value));
    }

    private Task<ProviderResult<IReadOnlyList<DepositAddress>>> IssueAsync() => _bench.Account.IssueAddressesAsync("user-1", CancellationToken.None);
}
