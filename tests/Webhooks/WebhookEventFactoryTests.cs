using PaymentHub.Merchants;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Orders;
using PaymentHub.Webhooks;

namespace PaymentHub.Tests.Webhooks;

public class WebhookEventFactoryTests
{
    private readonly WebhookEventFactory _eventFactory = new(
        TestDirectory.With(
            TestDirectory.Settings,
            new WebhookEndpoint("main", new Uri("https://shop.example/hooks"), [], []),
            new WebhookEndpoint("archive", new Uri("https://shop.example/archive"), [], [])
        )
    );

    [Fact]
    public void Every_endpoint_of_the_order_s_merchant_learns_of_it() =>
        Assert.Equal(["main", "archive"], _eventFactory.EndpointsFor(Samples.ProviderDeposit, "deposit.completed"));

    [Theory]
    [InlineData("*", "", true)]
    [InlineData("deposit.*", "", true)]
    [InlineData("deposit.completed", "", true)]
    [InlineData("withdrawal.*,deposit.pending", "", false)]
    [InlineData("*", "shop_pay", true)]
    [InlineData("*", "shop_mpay", false)]
    public void An_endpoint_learns_of_what_it_asks_for(string events, string accounts, bool expected)
    {
        var endpoint = new WebhookEndpoint("main", new Uri("https://shop.example/hooks"), [], [])
        {
            Events = events.Split(','),
            Accounts = accounts.Split(',', StringSplitOptions.RemoveEmptyEntries),
        };
        var eventFactory = new WebhookEventFactory(TestDirectory.With(TestDirectory.Settings, endpoint));

        Assert.Equal(expected, eventFactory.EndpointsFor(Samples.ProviderDeposit, "deposit.completed").Count == 1);
    }

    [Fact]
    public void An_endpoint_that_is_disabled_is_owed_everything_all_the_same()
    {
        var eventFactory = new WebhookEventFactory(
            TestDirectory.With(TestDirectory.Settings, new WebhookEndpoint("main", new Uri("https://shop.example/hooks"), [], []) { Disabled = true })
        );

        Assert.Equal(["main"], eventFactory.EndpointsFor(Samples.ProviderDeposit, "deposit.completed"));
    }

    [Fact]
    public void Nobody_else_does() =>
        Assert.Empty(_eventFactory.EndpointsFor(Samples.ProviderDeposit with { MerchantId = "market" }, "deposit.completed"));

    [Fact]
    public void The_body_says_what_happened_when_and_to_which_order() =>
        Assert.Equal(
            """{"type":"deposit.pending","timestamp":"2024-05-01T12:05:00.000Z","data":{"id":"dep_00000000000000000000000001","object":"deposit","""
                + "\"status\":\"awaiting_payment\",\"account\":\"shop_pay\",\"provider\":\"pay_protocol\",\"customer_id\":\"余 & <é>\",\"provider_order_id\":\"402\","
                + "\"version\":0,\"created_at\":\"2024-05-01T12:00:00.000Z\",\"updated_at\":\"2024-05-01T12:00:00.000Z\"}}",
            _eventFactory.Body(Samples.ProviderDeposit with { CustomerId = "余 & <é>" }, "deposit.pending", Samples.Later)
        );
}
