using PaymentHub.Sandbox;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Sandbox.MPay;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys;

/// <summary>What does not fit is never completed: a person decides, and the merchant is told so.</summary>
public sealed class ReviewJourneys
{
    [Fact]
    public async Task Another_amount_than_asked_for_needs_review()
    {
        await using var hub = await Hub.StartAsync();
        var id = await DepositSteps.MPayAsync(hub, hub.Alpha, "order-1");

        await hub.Sandbox.MPay.PayAsync(id, amount: "87");

        await AssertReviewAsync(hub, "amount_mismatch", ("amount", "87"), ("amount_expected", "88"), ("id", id));
    }

    [Theory]
    [InlineData("pay_protocol", FaultKind.CallbackWrongAmount)]
    [InlineData("pay_protocol", FaultKind.CallbackWrongAddress)]
    [InlineData("pay_protocol", FaultKind.CallbackWrongCurrency)]
    [InlineData("pay_protocol", FaultKind.QueryWrongAmount)]
    [InlineData("mpay", FaultKind.CallbackWrongAmount)]
    public async Task A_signed_callback_that_the_query_contradicts_needs_review(string provider, FaultKind fault)
    {
        await using var hub = await Hub.StartAsync();
        var pay = await DepositSteps.PrepareAsync(hub, provider);
        hub.Sandbox.Faults.Add(new Fault(provider == "mpay" ? SandboxProvider.MPay : SandboxProvider.PayProtocol, fault));

        await pay();

        await AssertReviewAsync(hub, "provider_disagrees");
    }

    [Fact]
    public async Task An_address_that_was_never_issued_needs_review()
    {
        await using var hub = await Hub.StartAsync();
        hub.Sandbox.PayProtocol.AddUser("alpha", "from_before");

        await hub.Sandbox.PayProtocol.PayAsync(
            new()
            {
                Account = "alpha",
                Uuid = "from_before",
                Amount = "10",
            }
        );

        await AssertReviewAsync(hub, "unknown_address", ("amount", "10"), ("customer_id", "from_before"));
    }

    [Fact]
    public async Task An_account_may_accept_addresses_from_before()
    {
        await using var hub = await Hub.StartAsync(new() { ["PaymentHub:Merchants:alpha:Accounts:alpha_pay:UnknownAddresses"] = "accept" });
        hub.Sandbox.PayProtocol.AddUser("alpha", "from_before");

        await hub.Sandbox.PayProtocol.PayAsync(
            new()
            {
                Account = "alpha",
                Uuid = "from_before",
                Amount = "10",
            }
        );

        Assert.Equal("10", (string)Hub.DataOf(await hub.WebhookAsync(hub.Alpha, "deposit.completed"))["amount"]!);
    }

    [Fact]
    public async Task An_address_of_another_customer_needs_review()
    {
        await using var hub = await Hub.StartAsync(new() { ["PaymentHub:Merchants:alpha:Accounts:alpha_pay:Confirm"] = "false" });
        var pay = await DepositSteps.PrepareAsync(hub, "pay_protocol", "victim");
        hub.Sandbox.Faults.Add(new Fault(SandboxProvider.PayProtocol, FaultKind.CallbackWrongCustomer));

        await pay();

        await AssertReviewAsync(hub, "address_mismatch");
    }

    [Fact]
    public async Task Another_contract_than_usdt_needs_review()
    {
        await using var hub = await Hub.StartAsync();
        var pay = await DepositSteps.PrepareAsync(hub, "usdt_gateway");
        hub.Sandbox.Faults.Add(new Fault(SandboxProvider.Gateway, FaultKind.CallbackWrongCurrency));

        await pay();

        await AssertReviewAsync(hub, "currency_mismatch", ("amount", "51.25"));
    }

    [Fact]
    public async Task A_customer_that_never_got_an_address_at_the_gateway_needs_review()
    {
        await using var hub = await Hub.StartAsync();
        hub.Sandbox.Gateway.AddUser("alpha", "from_before");

        await hub.Sandbox.Gateway.PayAsync(
            new()
            {
                Account = "alpha",
                Identify = "from_before",
                Amount = "10",
            }
        );

        await AssertReviewAsync(hub, "unknown_address");
    }

    [Fact]
    public async Task A_second_different_final_outcome_needs_review()
    {
        await using var hub = await Hub.StartAsync();
        var id = await DepositSteps.MPayAsync(hub, hub.Alpha, "order-1");
        await hub.Sandbox.MPay.PayAsync(id);
        await hub.WebhookAsync(hub.Alpha, "deposit.completed");

        await hub.Sandbox.MPay.PayAsync(id, MPayStatus.Fail);

        await AssertReviewAsync(hub, "conflicting_status", ("version", "2"));
    }

    private static async Task AssertReviewAsync(Hub hub, string reason, params (string Name, string Value)[] values)
    {
        var webhook = await hub.WebhookAsync(hub.Alpha, "deposit.needs_review");
        await hub.SettleAsync();

        var data = Hub.DataOf(webhook);
        Assert.Equal("needs_review", (string)data["status"]!);
        Assert.Equal(reason, (string)data["review_reason"]!);
        foreach (var (name, value) in values)
            Assert.Equal(value, data[name]!.ToString());
        var (_, order) = await hub.GetAsync(hub.Alpha, $"/v1/deposits/{data["id"]}");
        Assert.Equal("needs_review", (string)order!["status"]!);
    }
}
