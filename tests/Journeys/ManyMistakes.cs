using System.Text;

namespace PaymentHub.Tests.Journeys;

/// <summary>Whatever is asked for with a POST: what cannot be read and what makes no sense is told in one answer.</summary>
public sealed class ManyMistakes(MerchantApiWorld world) : IClassFixture<MerchantApiWorld>
{
    [Theory]
    [InlineData("/v1/deposits", """{"account":"nobody","customer_id":7,"reference":"r","amount":"0"}""", "customer_id account amount")]
    [InlineData("/v1/deposit-addresses", """{"account":"nobody","customer_id":7}""", "customer_id account")]
    [InlineData(
        "/v1/withdrawals",
        """{"account":"nobody","customer_id":7,"reference":"","amount":5}""",
        "customer_id amount account reference currency network address"
    )]
    [InlineData("/v1/deposits/import", """{"account":"nobody","provider_order_id":7,"x":1}""", "provider_order_id x account")]
    [InlineData("/ops/orders/dep_00000000000000000000000000/resolve", """{"outcome":7,"version":"1","nota":"x"}""", "outcome version nota note")]
    [InlineData("/ops/quarantine/discard", """{"account":7,"verdict":"","from":"yesterday"}""", "account verdict from to")]
    [InlineData("/ops/webhooks/redeliver", """{"account":"nobody","from":1,"to":"tomorrow"}""", "from account to")]
    [InlineData("/ops/accounts/alpha_pay/reconciliations?from=yesterday", "", "from to")]
    [InlineData("/ops/accounts/alpha_pay/reports?from=2999-01-01&to=x", "", "from to")]
    public async Task Everything_that_is_wrong_is_told_at_once(string path, string body, string fields)
    {
        var key = path.StartsWith("/ops/", StringComparison.Ordinal) ? world.Hub.Operator.Key : world.Hub.Alpha.ApiKey;

        var answer = await world.PostBytesAsync(path, Encoding.UTF8.GetBytes(body), authorization: $"Bearer {key}");

        Assert.Equal(fields.Split(' '), answer.AssertProblem(400, "invalid_request").Fields);
    }
}
