using System.Text.RegularExpressions;

namespace PaymentHub.Tests.Journeys;

/// <summary>Creating a deposit with a payment page: the reference decides what is the same deposit.</summary>
public sealed partial class MerchantApiDeposits(MerchantApiWorld world) : IClassFixture<MerchantApiWorld>
{
    private const string Deposits = "/v1/deposits";

    [Fact]
    public async Task A_deposit_is_literally_this()
    {
        var deposit = MerchantApiWorld.Deposit("GOLD-1", "100.00");
        deposit["title"] = "Gold";
        deposit["remark"] = "two bars é";
        deposit["return_url"] = "https://shop.example/back?order=1";

        var answer = await world.PostAsync(Deposits, deposit);

        // The id is worked out by hand: base32 of SHA-256 over "merchant", "alpha", "payment", "GOLD-1", each behind its length in four bytes.
        var order = world.Hub.Sandbox.MPay.Orders.Single(one => one.MerchOrderId == "dep_332rk2xbvqsx9wq06vyvf7v6b4");
        Assert.Equal((201, "application/json"), (answer.Status, answer.MediaType));
        Assert.Equal(
            $$"""
            {"id":"dep_332rk2xbvqsx9wq06vyvf7v6b4","object":"deposit","status":"awaiting_payment","account":"alpha_mpay","provider":"mpay","customer_id":"USER10001",
            "reference":"GOLD-1","amount_expected":"100","currency":"CNY","provider_order_id":"{{order.Id}}",
            "payment_url":"{{world.Hub.Sandbox.BaseUrl}}/sandbox/mpay/pay/{{order.Id}}","expires_at":"TIME","version":0,"created_at":"TIME","updated_at":"TIME"}
            """.ReplaceLineEndings(""),
            Time().Replace(answer.Text, "TIME")
        );
        Assert.Equal(
            ("100", "USER10001", "Gold", "two bars é", "CNY", "https://shop.example/back?order=1"),
            (order.Amount, order.MerchUserId, order.Title, order.Remark, order.Currency, order.ReturnUrl?.AbsoluteUri)
        );
    }

    [Fact]
    public async Task The_same_reference_is_the_same_deposit()
    {
        var asked = world.PagesAsked;

        var first = await world.PostAsync(Deposits, MerchantApiWorld.Deposit("SAME-1"));
        var second = await world.PostAsync(Deposits, MerchantApiWorld.Deposit("SAME-1"));
        var sameValue = await world.PostAsync(Deposits, MerchantApiWorld.Deposit("SAME-1", "088.00"));
        var found = await world.GetAsync($"{Deposits}/{first.Word("id")}");

        Assert.Equal((201, 200, 200, 200), (first.Status, second.Status, sameValue.Status, found.Status));
        Assert.All([second, sameValue, found], answer => Assert.Equal(first.Text, answer.Text));
        Assert.Equal(asked + 1, world.PagesAsked);
    }

    [Theory]
    [InlineData("amount", "89")]
    [InlineData("customer_id", "USER10002")]
    [InlineData("title", "Another")]
    [InlineData("remark", "Another")]
    [InlineData("return_url", "https://shop.example/another")]
    public async Task The_same_reference_with_another_content_is_a_conflict(string field, string value)
    {
        var deposit = MerchantApiWorld.Deposit("OTHER-" + field);
        var first = await world.PostAsync(Deposits, deposit);
        var asked = world.PagesAsked;

        deposit[field] = value;
        var other = await world.PostAsync(Deposits, deposit);

        other.AssertProblem(409, "reference_conflict");
        Assert.Equal(first.Text, (await world.GetAsync($"{Deposits}/{first.Word("id")}")).Text);
        Assert.Equal(asked, world.PagesAsked);
    }

    [Fact]
    public async Task References_that_differ_in_case_are_different()
    {
        var upper = await world.PostAsync(Deposits, MerchantApiWorld.Deposit("CASE-A"));
        var lower = await world.PostAsync(Deposits, MerchantApiWorld.Deposit("case-a"));

        Assert.Equal((201, 201), (upper.Status, lower.Status));
        Assert.NotEqual(upper.Word("id"), lower.Word("id"));
    }

    [Fact]
    public async Task Two_merchants_with_the_same_reference_have_different_deposits()
    {
        var betas = MerchantApiWorld.Deposit("BOTH-1");
        betas["account"] = "beta_mpay";

        var alpha = await world.PostAsync(Deposits, MerchantApiWorld.Deposit("BOTH-1"));
        var beta = await world.PostAsync(Deposits, betas, $"Bearer {world.Hub.Beta.ApiKey}");

        Assert.Equal((201, 201), (alpha.Status, beta.Status));
        Assert.NotEqual(alpha.Word("id"), beta.Word("id"));
        Assert.NotEqual(alpha.Word("payment_url"), beta.Word("payment_url"));
    }

    [Fact]
    public async Task Twenty_requests_at_once_make_one_deposit()
    {
        var asked = world.PagesAsked;

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => world.PostAsync(Deposits, MerchantApiWorld.Deposit("TWINS-1"))));

        var created = Assert.Single(answers, answer => answer.Status == 201);
        foreach (var answer in answers.Where(answer => answer.Status == 409))
            answer.AssertProblem(409, "in_progress");
        Assert.All(answers.Where(answer => answer.Status != 409), answer => Assert.Equal(created.Text, answer.Text));
        Assert.All(answers, answer => Assert.True(answer.Status is 200 or 201 or 409, answer.Text));
        Assert.Equal(asked + 1, world.PagesAsked);
        Assert.Equal(1, await world.OrdersAsync(created.Word("id")!));
        Assert.Single(world.Hub.Sandbox.MPay.Orders, order => order.MerchOrderId == created.Word("id"));
        Assert.Equal((200, created.Text), await RepeatAsync("TWINS-1"));
    }

    /// <summary>Of twins with different contents one wins, and all others are told so.</summary>
    [Fact]
    public async Task Ten_contents_at_once_for_one_reference_make_one_deposit()
    {
        var asked = world.PagesAsked;

        var answers = await Task.WhenAll(
            Enumerable.Range(1, 10).Select(amount => world.PostAsync(Deposits, MerchantApiWorld.Deposit("RIVALS-1", $"{amount}")))
        );

        var created = Assert.Single(answers, answer => answer.Status == 201);
        Assert.All(answers.Where(answer => answer != created), answer => answer.AssertProblem(409, "reference_conflict"));
        Assert.Equal(asked + 1, world.PagesAsked);
        Assert.Equal(created.Word("amount_expected"), world.Hub.Sandbox.MPay.Orders.Single(order => order.MerchOrderId == created.Word("id")).Amount);
    }

    /// <summary>Every call is named here, so that a new one is a decision, and the crash matrix strikes each of them.</summary>
    [Fact]
    public async Task A_creation_costs_six_storage_operations_and_so_does_its_repetition()
    {
        var probe = world.Hub.Process.Probe;

        probe.Start();
        await world.PostAsync(Deposits, MerchantApiWorld.Deposit("COST-1"));
        var creation = probe.Calls.Select(call => call.Name).ToList();
        probe.Start();
        await world.PostAsync(Deposits, MerchantApiWorld.Deposit("COST-1"));
        var repetition = probe.Calls.Select(call => call.Name).ToList();

        Assert.Equal(["orders: transaction", "orders: read", "orders: transaction", "listing: add", "listing: add", "orders: DELETE"], creation);
        Assert.Equal(["orders: transaction", "orders: read", "listing: add", "listing: read", "listing: add", "listing: read"], repetition);
    }

    private async Task<(int Status, string Text)> RepeatAsync(string reference)
    {
        var answer = await world.PostAsync(Deposits, MerchantApiWorld.Deposit(reference));
        return (answer.Status, answer.Text);
    }

    [GeneratedRegex(@"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")]
    private static partial Regex Time();
}
