using PaymentHub.Sandbox;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Sandbox.MPay;
using PaymentHub.Sandbox.PayProtocol;
using PaymentHub.Sandbox.Withdrawals;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys;

/// <summary>A merchant asks for a withdrawal, the provider pays it or does not, and signed webhooks tell of every step in order.</summary>
public sealed class WithdrawalJourneys
{
    public static TheoryData<string> Providers => DepositSteps.Providers;

    /// <summary>Pending approval, under review and on the chain are on the way; only success, failure and rejection are ends.</summary>
    public static TheoryData<int, string> PayProtocolStatuses =>
        new()
        {
            { 0, "completed" },
            { 1, "processing" },
            { 2, "processing" },
            { 3, "processing" },
            { 4, "failed" },
            { 5, "rejected" },
        };

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task It_is_submitted_paid_and_told_in_order(string provider)
    {
        await using var hub = await Hub.StartAsync(Payouts.Settings());
        var id = await Payouts.SubmitAsync(hub, provider);
        // Where there is a query, it tells that the provider has it.
        string[] steps = provider == "usdt_gateway" ? ["withdrawal.submitted"] : ["withdrawal.submitted", "withdrawal.processing"];
        await hub.WebhookAsync(hub.Alpha, steps[^1]);

        await Payouts.SettleAsync(hub, provider, id);
        var completed = await hub.WebhookAsync(hub.Alpha, "withdrawal.completed");
        await hub.SettleAsync();

        var received = hub.Sandbox.Merchant.Received.Items;
        Assert.Equal([.. steps, "withdrawal.completed"], received.Select(Hub.TypeOf));
        Assert.Equal(received.Select((_, i) => $"evt_{id}_{i + 1}"), received.Select(webhook => webhook.Id));
        Assert.All(received, webhook => Assert.True(webhook.Verified));
        Assert.Null(await ReferenceVerifier.VerifyAsync(hub.Alpha.Keys.WebhookSecret, completed.Headers, completed.Text, CancellationToken.None));
        var data = Hub.DataOf(completed);
        Assert.Equal(
            (id, "withdrawal", "25", "25", provider),
            ((string)data["id"]!, (string)data["object"]!, (string)data["amount"]!, (string)data["amount_expected"]!, (string)data["provider"]!)
        );
        Assert.Equal(new Payout(1, 0, 1, 25), hub.Sandbox.Paid(id));
        var (_, order) = await hub.GetAsync(hub.Alpha, $"/v1/withdrawals/{id}");
        Assert.True(System.Text.Json.Nodes.JsonNode.DeepEquals(data, order), $"The webhook has {data}, the API answers {order}.");
    }

    [Theory]
    [MemberData(nameof(PayProtocolStatuses))]
    public async Task Every_status_of_pay_protocol_is_understood_in_a_callback(int status, string expected)
    {
        await using var hub = await QuietAsync();
        var id = await Payouts.SubmitAsync(hub, "pay_protocol");
        await hub.Sandbox.PayProtocol.Withdrawals.SettleAsync(id, (WithdrawStatus)status);
        var one = hub.Sandbox.PayProtocol.Withdrawals.All[0];
        if (one.Open)
        {
            // The sandbox tells only ends; a real provider may tell more.
            var url = new Uri(hub.Address, "/callbacks/" + hub.Alpha.CallbackId(hub.Alpha.PayProtocolAccount));
            var body =
                $$"""{"withdrawId":{{one.WithdrawId}},"chainId":1,"currencyId":2,"outTradeNo":"{{id}}","withdrawStatus":{{status}},"withdrawAddress":"{{Payouts.Wallet}}","withdrawAmount":"25000000","withdrawTime":"2026-01-01 00:00:00"}""";
            Assert.Equal(200, (await SignedCallback.PayProtocol(hub.Alpha.Keys.PayProtocol, url, body).PostAsync(url)).Status);
        }

        var webhook = await hub.WebhookAsync(hub.Alpha, $"withdrawal.{expected}");

        Assert.Equal(["withdrawal.submitted", $"withdrawal.{expected}"], hub.Sandbox.Merchant.Received.Items.Select(Hub.TypeOf));
        Assert.Equal(expected, (string)Hub.DataOf(webhook)["status"]!);
        Assert.Equal(["applied"], await Verdicts.AllAsync(hub, 1));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Every_spelling_of_the_gateways_subject_is_understood(bool inside, bool camelCase)
    {
        await using var hub = await Hub.StartAsync(
            Payouts.Settings(),
            options => options with { Gateway = options.Gateway with { SubjectInsideData = inside, SubjectInCamelCase = camelCase } }
        );
        var id = await Payouts.SubmitAsync(hub, "usdt_gateway");

        await Payouts.SettleAsync(hub, "usdt_gateway", id);
        var completed = Hub.DataOf(await hub.WebhookAsync(hub.Alpha, "withdrawal.completed"));

        Assert.Equal(hub.Sandbox.Gateway.Withdrawals.All[0].TransactionId, (string)completed["transaction_id"]!);
        Assert.Equal(["applied"], await Verdicts.AllAsync(hub, 1));
    }

    [Fact]
    public async Task A_gateway_callback_without_a_transaction_is_a_persons_business_until_one_with_it_comes()
    {
        await using var hub = await Hub.StartAsync(Payouts.Settings());
        var id = await Payouts.SubmitAsync(hub, "usdt_gateway");

        await Payouts.SettleAsync(hub, "usdt_gateway", id, paid: false);
        var review = await hub.WebhookAsync(hub.Alpha, "withdrawal.needs_review");
        await Payouts.SettleAsync(hub, "usdt_gateway", id);
        await hub.WebhookAsync(hub.Alpha, "withdrawal.completed");

        Assert.Equal("outcome_unknown", (string)Hub.DataOf(review)["review_reason"]!);
        Assert.Equal(
            ["withdrawal.submitted", "withdrawal.needs_review", "withdrawal.completed"],
            hub.Sandbox.Merchant.Received.Items.Select(Hub.TypeOf)
        );
    }

    [Theory]
    [InlineData(MPayStatus.Finish, MPayWords.FinishFail, "completed")]
    [InlineData(MPayStatus.Finish, MPayWords.TrueFalse, "completed")]
    [InlineData(MPayStatus.Fail, MPayWords.FinishFail, "failed")]
    [InlineData(MPayStatus.Fail, MPayWords.TrueFalse, "failed")]
    [InlineData(MPayStatus.Pending, MPayWords.FinishFail, "processing")]
    public async Task Every_word_of_mpay_is_understood_in_a_callback(MPayStatus status, MPayWords words, string expected)
    {
        await using var hub = await QuietAsync(options => options with { MPay = options.MPay with { PayoutWords = words } });
        var id = await Payouts.SubmitAsync(hub, "mpay");

        await hub.Sandbox.MPay.Withdrawals.SettleAsync(id, status);
        await hub.WebhookAsync(hub.Alpha, $"withdrawal.{expected}");

        Assert.Equal(["withdrawal.submitted", $"withdrawal.{expected}"], hub.Sandbox.Merchant.Received.Items.Select(Hub.TypeOf));
        Assert.Equal(["applied"], await Verdicts.AllAsync(hub, 1));
    }

    [Fact]
    public async Task A_pay_protocol_callback_without_our_id_finds_its_order()
    {
        await using var hub = await QuietAsync();
        var id = await Payouts.SubmitAsync(hub, "pay_protocol");
        hub.Sandbox.Faults.Add(new Fault(SandboxProvider.PayProtocol, FaultKind.CallbackWithoutOrder));

        await Payouts.SettleAsync(hub, "pay_protocol", id);
        var completed = await hub.WebhookAsync(hub.Alpha, "withdrawal.completed");

        Assert.Equal(id, (string)Hub.DataOf(completed)["id"]!);
    }

    /// <summary>A lost callback is made good by asking, where there is anybody to ask.</summary>
    [Theory]
    [InlineData("pay_protocol")]
    [InlineData("mpay")]
    public async Task Without_any_callback_the_query_completes_it(string provider)
    {
        await using var hub = await Hub.StartAsync(Payouts.Settings());
        hub.Sandbox.Faults.Add(new Fault(Payouts.Of(provider), FaultKind.CallbackDropped) { Times = null });
        var id = await Payouts.SubmitAsync(hub, provider);

        await Payouts.SettleAsync(hub, provider, id);
        await hub.WebhookAsync(hub.Alpha, "withdrawal.completed");
        await hub.SettleAsync();

        Assert.Empty(await hub.VerdictsAsync());
        Assert.Equal(new Payout(1, 0, 1, 25), hub.Sandbox.Paid(id));
        var (_, timeline) = await hub.GetAsync(hub.Alpha, $"/v1/withdrawals/{id}/timeline");
        var entries = timeline!["data"]!.AsArray();
        Assert.Equal(["submit", "send"], entries.Where(entry => (string)entry!["what"]! == "done").Select(entry => (string)entry!["source"]!));
        var last = entries.Last(entry => (string)entry!["what"]! == "notice")!;
        Assert.Equal(
            ("action", "completed", true, "25"),
            ((string)last["source"]!, (string)last["said"]!, (bool)last["confirmed"]!, (string)last["amount"]!)
        );
        // Whether it is asked once more while the provider works on it is a matter of time.
        Assert.Equal(
            ["submitting", "submitted", "completed"],
            entries.Where(entry => (string)entry!["what"]! == "status").Select(entry => (string)entry!["to"]!).Where(to => to != "processing")
        );
    }

    /// <summary>A world in which the hub asks so seldom that callbacks alone move its orders.</summary>
    private static Task<Hub> QuietAsync(Func<SandboxOptions, SandboxOptions>? options = null) =>
        Hub.StartAsync(Payouts.Settings(Payouts.Seldom), options);
}
