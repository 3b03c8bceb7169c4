using System.Security.Cryptography;
using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Tests.Providers.MPay;

/// <summary>MPay's answers to what is asked about an order.</summary>
public sealed class MPayQueryTests : MPayClientBench
{
    [Theory]
    [InlineData("\"finish\"", "100", NoticeStatus.Completed)]
    [InlineData("\"pending\"", "\"100.00\"", NoticeStatus.Pending)]
    [InlineData("\"fail\"", "100", NoticeStatus.Failed)]
    [InlineData("true", "100", NoticeStatus.Completed)]
    public async Task An_order_is_asked_about_by_our_id(string status, string amount, NoticeStatus expected)
    {
        _bench.Wire.Answer(
            $$"""{"code":0,"data":{"merchOrderId":"{{MPayBench.OurId}}","amount":{{amount}},"status":{{status}},"userPayAddress":"wallet-7","merchId":10017} }"""
        );

        var notice = Assert.IsType<ProviderResult<Notice>.Good>(await AskAsync()).Value;

        Assert.Equal(
            new Notice
            {
                Kind = OrderKind.Deposit,
                Status = expected,
                OrderId = MPayBench.OurId,
                Amount = 100m,
                Network = "mpay",
                FromAddress = "wallet-7",
            },
            notice
        );
        var sent = _bench.Wire.Sent.Single();
        Assert.Equal("/api/v2.1/merch/user/checkUpOrder", sent.PathAndQuery);
        Assert.Equal(
            $$"""{"merchOrderId":"{{MPayBench.OurId}}"}""",
            MPayBench.Decrypt(Convert.FromBase64String(sent.Form["body"]), RSAEncryptionPadding.Pkcs1)
        );
    }

    [Theory]
    [InlineData("""{"code":0,"data":{"merchOrderId":"dep_zzzzzzzzzzzzzzzzzzzzzzzzzz","amount":100,"status":"finish"}}""")]
    [InlineData("""{"code":0,"data":{"merchOrderId":"1001","amount":100,"status":"finish"}}""")]
    [InlineData("""{"code":0,"data":{"merchOrderId":"dep_0123456789abcdefghjkmnpqrs","amount":100,"status":"odd"}}""")]
    [InlineData("""{"code":0,"data":{"merchOrderId":"dep_0123456789abcdefghjkmnpqrs","status":"finish"}}""")]
    [InlineData("""{"code":0,"data":{"merchOrderId":"dep_0123456789abcdefghjkmnpqrs","amount":-1,"status":"finish"}}""")]
    public async Task An_answer_that_is_not_about_the_order_is_no_answer(string answer)
    {
        _bench.Wire.Answer(answer);

        Assert.IsType<ProviderResult<Notice>.Unavailable>(await AskAsync());
    }

    [Fact]
    public async Task A_good_answer_without_data_means_that_there_is_no_such_order()
    {
        _bench.Wire.Answer("""{"code":0,"message":"ok","data":null}""");

        Assert.IsType<ProviderResult<Notice>.Absent>(await AskAsync());
    }

    [Fact]
    public async Task A_query_is_harmless_and_so_it_is_tried_three_times()
    {
        _bench.Wire.Break().Break().Answer("""{"code":0,"data":null}""");

        Assert.IsType<ProviderResult<Notice>.Absent>(await AskAsync());
        Assert.Equal(3, _bench.Wire.Sent.Count);
    }

    [Fact]
    public void It_makes_pages_pays_withdrawals_and_answers_queries_about_both()
    {
        Assert.True(_bench.Account.MakesPaymentPages);
        Assert.True(_bench.Account.AnswersQueries(OrderKind.Deposit));
        Assert.True(_bench.Account.AnswersQueries(OrderKind.Withdrawal));
        Assert.True(_bench.Account.PaysWithdrawals);
        Assert.False(_bench.Account.Lists(OrderKind.Withdrawal));
        Assert.False(_bench.Account.Renotifies(OrderKind.Withdrawal));
        Assert.False(_bench.Account.IssuesAddresses);
    }

    [Theory]
    [InlineData("MerchId", null, "MerchId is missing.")]
    [InlineData("MerchId", "abc", "MerchId must be a whole number.")]
    [InlineData("Md5Key", "", "Md5Key is missing.")]
    [InlineData("PublicKey", "rubbish", "PublicKey must be an RSA public key, as PEM, base64 of PEM or base64 of DER.")]
    [InlineData("ApiVersion", "v3", "ApiVersion must be one of v2.1, v2.")]
    [InlineData("UrlSafeBase64", "yes", "UrlSafeBase64 must be true or false.")]
    [InlineData("Currency", " CNY", "Currency must not start or end with white space.")]
    public void A_mistake_names_its_setting_and_never_its_value(string name, string? value, string sentence)
    {
        Assert.Equal([sentence], _bench.Bench.Mistakes(name, value));
    }
}
