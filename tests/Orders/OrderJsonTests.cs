using System.Text;
using System.Text.Json;
using PaymentHub.Orders;

namespace PaymentHub.Tests.Orders;

public class OrderJsonTests
{
    [Fact]
    public void A_full_order_is_on_the_wire_exactly_so()
    {
        var order = new Order
        {
            Id = "dep_74dhrzcw9rv3h6c1e9xajvqx5x",
            Kind = OrderKind.Deposit,
            MerchantId = "shop",
            AccountId = "shop_mpay",
            Provider = "mpay",
            Status = OrderStatus.NeedsReview,
            Reasons = ReviewReason.AmountMismatch | ReviewReason.ProviderDisagrees,
            Request = new OrderRequest
            {
                Reference = "INV-1",
                Amount = 100.50m,
                Currency = "CNY",
                Network = "mpay",
                Fingerprint = "secret-ish",
            },
            CustomerId = "u-1",
            Amount = 99.00m,
            Currency = "CNY",
            Network = "mpay",
            Address = "TA",
            FromAddress = "TB",
            TransactionId = "0f",
            ProviderOrderId = "77",
            PaymentUrl = "https://pay.example/?a=1&b=2",
            PaymentPageLease = new PaymentPageLease("t", Samples.Noon),
            Late = true,
            TimeIsOver = true,
            Failure = new Failure("1207", "余额不足"),
            FinalOutcome = new FinalOutcome { Status = NoticeStatus.Completed },
            Version = 3,
            CreatedAt = new DateTimeOffset(2024, 5, 1, 14, 0, 0, TimeSpan.FromHours(2)),
            UpdatedAt = new DateTimeOffset(2024, 5, 1, 12, 0, 1, 234, TimeSpan.Zero),
            CompletedAt = new DateTimeOffset(2024, 5, 1, 12, 0, 2, TimeSpan.Zero),
        };

        Assert.Equal(
            """{"id":"dep_74dhrzcw9rv3h6c1e9xajvqx5x","object":"deposit","status":"needs_review","review_reason":"provider_disagrees","""
                + "\"account\":\"shop_mpay\",\"provider\":\"mpay\",\"customer_id\":\"u-1\",\"reference\":\"INV-1\",\"amount\":\"99\",\"amount_expected\":\"100.5\","
                + "\"amount_difference\":\"-1.5\",\"currency\":\"CNY\",\"network\":\"mpay\",\"address\":\"TA\",\"from_address\":\"TB\",\"transaction_id\":\"0f\",\"provider_order_id\":\"77\","
                + "\"payment_url\":\"https://pay.example/?a=1\\u0026b=2\",\"late\":true,\"failure\":{\"code\":\"1207\",\"message\":\"\\u4F59\\u989D\\u4E0D\\u8DB3\"},"
                + "\"version\":3,\"created_at\":\"2024-05-01T12:00:00.000Z\",\"updated_at\":\"2024-05-01T12:00:01.234Z\",\"completed_at\":\"2024-05-01T12:00:02.000Z\"}",
            Write(order)
        );
    }

    [Fact]
    public void What_is_not_known_is_left_out() =>
        Assert.Equal(
            """{"id":"dep_00000000000000000000000001","object":"deposit","status":"awaiting_payment","account":"shop_pay","provider":"pay_protocol","""
                + "\"provider_order_id\":\"402\",\"version\":0,\"created_at\":\"2024-05-01T12:00:00.000Z\",\"updated_at\":\"2024-05-01T12:00:00.000Z\"}",
            Write(Samples.ProviderDeposit)
        );

    [Fact]
    public void A_withdrawal_says_that_it_is_one()
    {
        using var json = JsonDocument.Parse(Write(Samples.Withdrawal));

        Assert.Equal("withdrawal", json.RootElement.GetProperty("object").GetString());
        Assert.Equal("submitted", json.RootElement.GetProperty("status").GetString());
    }

    /// <summary>Names, phone and id numbers: in no webhook, list or event, which all are written like this.</summary>
    [Fact]
    public void What_is_personal_is_written_for_those_alone_who_may_see_it()
    {
        var order = Samples.Withdrawal with
        {
            Request = Samples.Withdrawal.Request! with { Details = new Dictionary<string, string> { ["id_number"] = "11010519491231002X" } },
        };

        Assert.DoesNotContain("11010519491231002X", Write(order), StringComparison.Ordinal);
        Assert.Contains("\"details\":{\"id_number\":\"11010519491231002X\"}", Write(order, withDetails: true), StringComparison.Ordinal);
    }

    private static string Write(Order order, bool withDetails = false)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            OrderJson.Write(json, order, withDetails);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
