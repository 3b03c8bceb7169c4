using PaymentHub.Sandbox.Withdrawals;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys;

/// <summary>Many requests at the same time, through the real HTTP of the app and of the provider.</summary>
public sealed class WithdrawalStorms
{
    public static TheoryData<string> Providers => DepositSteps.Providers;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Two_hundred_requests_with_one_reference_are_one_order_and_one_payment(string provider)
    {
        await using var hub = await Hub.StartAsync(Payouts.Settings());

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 200).Select(_ => hub.PostAsync(hub.Alpha, "/v1/withdrawals", Payouts.Wanted(provider, "storm")))
        );
        var other = await hub.PostAsync(hub.Alpha, "/v1/withdrawals", Payouts.Wanted(provider, "storm", "26"));
        var id = Assert.Single(answers.Select(answer => (string?)answer.Body?["id"]).Distinct())!;
        await hub.WebhookAsync(hub.Alpha, "withdrawal.submitted");
        await Payouts.PayAllAsync(hub, id);
        await hub.WebhookAsync(hub.Alpha, "withdrawal.completed");
        await hub.SettleAsync();

        Assert.All(answers, answer => Assert.True(answer.Status is 200 or 202, $"{answer.Status}: {answer.Body}"));
        Assert.Contains(answers, answer => answer.Status == 202);
        Assert.Equal((409, "reference_conflict"), (other.Status, (string?)other.Body!["code"]));
        Assert.Single(hub.Sandbox.Withdrawals);
        Assert.Equal(new Payout(1, 0, 1, 25), hub.Sandbox.Paid(id));
        Assert.Single(hub.Sandbox.Merchant.Received.Items, webhook => Hub.TypeOf(webhook) == "withdrawal.completed");
    }

    [Theory]
    [InlineData("pay_protocol", "alpha_pay", "100 USDT")]
    [InlineData("usdt_gateway", "alpha_usdt", "100 USDT")]
    [InlineData("mpay", "alpha_mpay", "100 CNY")]
    public async Task A_hundred_at_once_never_get_more_than_the_days_limit(string provider, string account, string limit)
    {
        await using var hub = await Hub.StartAsync(Payouts.Settings(($"Accounts:{account}:LimitPerDay", limit)));
        foreach (var one in Enum.GetValues<PaymentHub.Sandbox.SandboxProvider>())
            hub.Sandbox.SetRules(one, new WithdrawalRules { Settling = Settling.Automatic });

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(i => hub.PostAsync(hub.Alpha, "/v1/withdrawals", Payouts.Wanted(provider, $"storm-{i}", "7")))
        );
        var ids = answers.Select(answer => (string?)answer.Body?["id"]).ToList();
        await Eventually.TrueAsync(
            () =>
                Task.FromResult(
                    hub.Sandbox.Merchant.Received.Items.Count(webhook => Hub.TypeOf(webhook) is "withdrawal.completed" or "withdrawal.rejected")
                        == 100
                ),
            Hub.Patience,
            "all hundred are over"
        );
        await hub.SettleAsync();

        Assert.All(answers, answer => Assert.Equal(202, answer.Status));
        Assert.Equal(100, ids.Distinct().Count());
        // Fourteen times 7 is 98: a fifteenth would be over the limit.
        Assert.Equal(14, hub.Sandbox.Withdrawals.Count);
        Assert.Equal(98m, ids.Sum(id => hub.Sandbox.Paid(id!).Amount));
        var ends = hub.Sandbox.Merchant.Received.Items.Where(webhook => Hub.TypeOf(webhook) == "withdrawal.rejected").Select(Hub.DataOf).ToList();
        Assert.Equal(86, ends.Count);
        Assert.All(ends, end => Assert.Equal("limit_exceeded", (string)end["failure"]!["code"]!));
    }
}
