using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Tests.Providers.UsdtGateway;

public sealed class UsdtGatewayWithdrawalTests : IDisposable
{
    private readonly UsdtGatewayBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task What_goes_out_is_signed_and_the_amount_is_a_plain_number()
    {
        _bench.Wire.Answer("""{"code":8001}""");

        Assert.Equal(new SubmissionResult.Accepted(null), await _bench.Account.SubmitAsync(Withdrawals.Gateway));

        const string data =
            """{"identify":"user-1","order_id":"wd_0123456789abcdefghjkmnpqrs","amount":12.5,"withdraw_address":"TA1AtPt6bRfFgc4KuXJb9LrJrqxeXiaV2A"}""";
        var sent = _bench.Wire.Sent.Single();
        Assert.Equal(("POST", "https://gateway.example/v1/withdraw"), (sent.Method, sent.Address.AbsoluteUri));
        Assert.StartsWith("""{"app_id":1003,"api_key":"api_key","signature":""", sent.Text, StringComparison.Ordinal);
        Assert.EndsWith($",\"data\":{data}}}", sent.Text, StringComparison.Ordinal);
        using var merchant = TestKeys.Merchant;
        Assert.True(
            merchant.VerifyData(
                Encoding.UTF8.GetBytes(data),
                Convert.FromBase64String(JsonDocument.Parse(sent.Body).RootElement.GetProperty("signature").GetString()!),
                HashAlgorithmName.SHA512,
                RSASignaturePadding.Pkcs1
            )
        );
    }

    [Fact]
    public async Task A_sound_withdrawal_has_no_mistakes() => Assert.Empty(await _bench.Account.MistakesAsync(Withdrawals.Gateway));

    [Theory]
    [InlineData("0", "It must be above zero.")]
    [InlineData("-1", "It must be above zero.")]
    [InlineData("0.0000001", "USDT has 6 decimals.")]
    [InlineData("0.0000010", null)]
    [InlineData("1000000", null)]
    public async Task An_amount_is_positive_and_has_at_most_six_decimals(string amount, string? mistake)
    {
        var mistakes = await _bench.Account.MistakesAsync(Withdrawals.Gateway with { Amount = decimal.Parse(amount, CultureInfo.InvariantCulture) });

        Assert.Equal(mistake, mistakes.GetValueOrDefault("amount"));
    }

    [Fact]
    public async Task Every_mistake_is_told_at_once()
    {
        var request = Withdrawals.Gateway with { Currency = "TRX", Network = "bsc", Address = "0x52908400098527886E0F7030069857D2E4169EE7" };

        var mistakes = await _bench.Account.MistakesAsync(request.With(("remark", "x")));

        Assert.Equal(["address", "currency", "details.remark", "network"], mistakes.Keys.Order());
        Assert.Equal("This account's provider takes no details.", mistakes["details.remark"]);
    }

    [Theory]
    [InlineData("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "It is the address of a token's contract")]
    [InlineData("T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb", "It is the zero address")]
    public async Task Nothing_goes_where_nobody_can_get_it_from(string address, string mistake)
    {
        var mistakes = await _bench.Account.MistakesAsync(Withdrawals.Gateway with { Address = address });

        Assert.StartsWith(mistake, Assert.Single(mistakes, wrong => wrong.Key == "address").Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("withdraw_callback", true)]
    [InlineData("withdrawCallback", true)]
    [InlineData("withdraw_callback", false)]
    [InlineData("withdrawCallback", false)]
    public async Task Every_spelling_of_the_subject_is_a_withdrawal_in_either_place(string subject, bool inside)
    {
        var data = inside ? $$"""{"subject":"{{subject}}",{{UsdtGatewayBench.Withdrawal[1..]}}""" : UsdtGatewayBench.Withdrawal;

        var notice = await _bench.Account.NoticeAsync(UsdtGatewayBench.Signed(data, inside ? null : subject));

        Assert.Equal(
            (OrderKind.Withdrawal, NoticeStatus.Completed, UsdtGatewayBench.OurId, 20m),
            (notice.Kind, notice.Status, notice.OrderId, notice.Amount)
        );
    }
}
