using System.Text.RegularExpressions;
using PaymentHub.Sandbox;
using PaymentHub.Sandbox.Faults;

namespace PaymentHub.Tests.Journeys;

/// <summary>A customer's deposit addresses: the same ones every time, whatever happens at the provider.</summary>
public sealed partial class MerchantApiAddresses(MerchantApiWorld world) : IClassFixture<MerchantApiWorld>
{
    private const string Addresses = "/v1/deposit-addresses";

    private int GatewayAsked => world.Hub.Sandbox.Gateway.Requests.Count("v1/recharge");

    private int UsersMade => world.Hub.Sandbox.PayProtocol.Requests.Count("user/create");

    [Fact]
    public async Task The_gateway_gives_one_TRON_address()
    {
        var answer = await PostAsync("alpha_usdt", "ONE-1");

        var address = world.Hub.Sandbox.Gateway.Users.Single(user => user is { Account: "alpha", Identify: "ONE-1" }).Address;
        Assert.Matches(Tron(), address);
        Assert.Equal(
            (
                200,
                $$"""{"object":"deposit_address","account":"alpha_usdt","provider":"usdt_gateway","customer_id":"ONE-1","addresses":[{"network":"tron","address":"{{address}}"}]}"""
            ),
            (answer.Status, answer.Text)
        );
    }

    [Fact]
    public async Task Pay_Protocol_gives_an_address_on_each_network()
    {
        var answer = await PostAsync("alpha_pay", "ONE-2");

        var given = answer.Body["addresses"]!
            .AsArray()
            .ToDictionary(address => (string)address!["network"]!, address => (string)address!["address"]!);
        var wallets = world.Hub.Sandbox.PayProtocol.Users.Single(user => user.Uuid == "ONE-2").Wallets.Select(wallet => wallet.WalletAddress);
        Assert.Equal(["bsc", "ethereum", "tron"], given.Keys.Order());
        Assert.Equal(wallets.Order(StringComparer.Ordinal), given.Values.Order(StringComparer.Ordinal), StringComparer.OrdinalIgnoreCase);
        Assert.Matches(Tron(), given["tron"]);
        Assert.Matches(Evm(), given["ethereum"]);
        Assert.Equal(given["ethereum"], given["bsc"]);
    }

    [Theory]
    [InlineData("alpha_usdt")]
    [InlineData("alpha_pay")]
    public async Task The_same_customer_gets_the_same_answer_and_the_provider_is_asked_once(string account)
    {
        var before = await world.GetAsync($"{Addresses}?account={account}&customer_id=SAME");
        var asked = GatewayAsked + UsersMade;

        var first = await PostAsync(account, "SAME");
        var second = await PostAsync(account, "SAME");
        var found = await world.GetAsync($"{Addresses}?account={account}&customer_id=SAME");

        before.AssertProblem(404, "not_found");
        Assert.Equal(200, first.Status);
        Assert.Equal(first.Text, second.Text);
        Assert.Equal(first.Text, found.Text);
        Assert.Equal(asked + 1, GatewayAsked + UsersMade);
    }

    [Theory]
    [InlineData("alpha_usdt")]
    [InlineData("alpha_pay")]
    public async Task Twenty_requests_at_once_get_the_same_answer(string account)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => PostAsync(account, "TWINS")));

        Assert.All(answers, answer => Assert.Equal((200, answers[0].Text), (answer.Status, answer.Text)));
        Assert.Equal(answers[0].Text, (await world.GetAsync($"{Addresses}?account={account}&customer_id=TWINS")).Text);
    }

    [Theory]
    [InlineData("alpha_usdt", SandboxProvider.Gateway, "v1/recharge", FaultKind.RequestFails)]
    [InlineData("alpha_usdt", SandboxProvider.Gateway, "v1/recharge", FaultKind.RequestBreaks)]
    [InlineData("alpha_usdt", SandboxProvider.Gateway, "v1/recharge", FaultKind.RequestTakenThenBreaks)]
    [InlineData("alpha_pay", SandboxProvider.PayProtocol, "user/create", FaultKind.RequestFails)]
    [InlineData("alpha_pay", SandboxProvider.PayProtocol, "user/create", FaultKind.RequestBreaks)]
    [InlineData("alpha_pay", SandboxProvider.PayProtocol, "user/create", FaultKind.RequestTakenThenBreaks)]
    [InlineData("alpha_pay", SandboxProvider.PayProtocol, "user/detail", FaultKind.RequestFails)]
    public async Task A_provider_that_is_away_is_told_and_the_same_request_works_later(
        string account,
        SandboxProvider provider,
        string endpoint,
        FaultKind kind
    )
    {
        var customer = $"AWAY-{endpoint.Replace('/', '-')}-{kind}";
        var fault = world.Hub.Sandbox.Faults.Add(new Fault(provider, kind) { Endpoint = endpoint, Times = null });

        var away = await PostAsync(account, customer);
        var meanwhile = await world.GetAsync($"{Addresses}?account={account}&customer_id={customer}");
        world.Hub.Sandbox.Faults.Remove(fault.Id);
        var back = await PostAsync(account, customer);

        away.AssertProblem(502, "provider_unavailable");
        meanwhile.AssertProblem(404, "not_found");
        Assert.Equal((200, customer), (back.Status, back.Word("customer_id")));
    }

    [Theory]
    [InlineData("alpha_usdt", SandboxProvider.Gateway)]
    [InlineData("alpha_pay", SandboxProvider.PayProtocol)]
    public async Task A_refusal_is_told_with_the_provider_s_code_and_keeps_nothing(string account, SandboxProvider provider)
    {
        var fault = world.Hub.Sandbox.Faults.Add(new Fault(provider, FaultKind.RequestRefused) { Value = "1234", Times = null });

        var refused = await PostAsync(account, "REFUSED");
        world.Hub.Sandbox.Faults.Remove(fault.Id);
        var later = await PostAsync(account, "REFUSED");

        Assert.Contains("1234", refused.AssertProblem(422, "provider_refused").Word("detail"), StringComparison.Ordinal);
        Assert.Equal(200, later.Status);
    }

    /// <summary>The sandbox refuses to make a user twice, as the provider may.</summary>
    [Fact]
    public async Task A_user_that_Pay_Protocol_has_already_gets_the_addresses_it_has()
    {
        var user = world.Hub.Sandbox.PayProtocol.AddUser("alpha", "OLD-1");

        var answer = await PostAsync("alpha_pay", "OLD-1");

        Assert.Equal(200, answer.Status);
        Assert.Equal(
            user.Wallets.Select(wallet => wallet.WalletAddress).Order(StringComparer.Ordinal),
            answer.Body["addresses"]!.AsArray().Select(address => (string)address!["address"]!).Order(StringComparer.Ordinal),
            StringComparer.OrdinalIgnoreCase
        );
    }

    [Fact]
    public async Task Two_customers_and_two_merchants_have_addresses_of_their_own()
    {
        string[] texts =
        [
            (await PostAsync("alpha_usdt", "OWN-1")).Text,
            (await PostAsync("alpha_usdt", "own-1")).Text,
            (await world.PostAsync(Addresses, new { account = "beta_usdt", customer_id = "OWN-1" }, $"Bearer {world.Hub.Beta.ApiKey}")).Text,
        ];

        Assert.Equal(3, texts.Select(text => Tron().Match(text).Value).Where(address => address.Length > 0).Distinct().Count());
    }

    private Task<MerchantApiAnswer> PostAsync(string account, string customer) => world.PostAsync(Addresses, new { account, customer_id = customer });

    [GeneratedRegex(@"\bT[1-9A-HJ-NP-Za-km-z]{33}\b")]
    private static partial Regex Tron();

    [GeneratedRegex("^0x[0-9A-Fa-f]{40}$")]
    private static partial Regex Evm();
}
