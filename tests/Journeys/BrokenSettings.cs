using System.Net;
using System.Text.Json.Nodes;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys;

/// <summary>One merchant's settings have a mistake: the others are served, everybody can see what is wrong, and no payment is lost for it.</summary>
public sealed class BrokenSettings
{
    private const string Secret = "PaymentHub:Merchants:alpha:Endpoints:main:Secrets:0";
    private const string Reference = "@Microsoft.KeyVault(SecretUri=https://vault.example/secrets/alpha-hook)";
    private const string Mistake = "PaymentHub__Merchants__alpha__Endpoints__main__Secrets__0 is a Key Vault reference that was not resolved";

    [Theory]
    [InlineData("pay_protocol")]
    [InlineData("usdt_gateway")]
    [InlineData("mpay")]
    public async Task The_hub_runs_without_the_merchant_and_keeps_what_is_paid_until_it_is_back(string provider)
    {
        await using var hub = await Hub.StartAsync(new() { ["OutboxRelaySchedule"] = "*/1 * * * * *", ["PaymentHub:Outbox:Grace"] = "00:00:00.100" });
        var pay = await DepositSteps.PrepareAsync(hub, provider);
        var whole = hub.Alpha.Settings("")[Secret];

        await RestartAsync(hub, Reference);

        Assert.Equal(200, (await hub.GetAsync(hub.Beta, "/v1/accounts")).Status);
        Assert.Equal(401, (await hub.GetAsync(hub.Alpha, "/v1/accounts")).Status);
        Assert.Equal(200, (await hub.GetAsync(hub.Beta, "/health/ready")).Status);
        await pay();
        await Eventually.TrueAsync(
            async () => (await hub.RowsAsync(TableNames.Callbacks, "pending|")).Count > 0,
            Hub.Patience,
            "the callback is kept"
        );
        Assert.Empty(await hub.VerdictsAsync());

        await RestartAsync(hub, whole);
        var webhook = await hub.WebhookAsync(hub.Alpha, "deposit.completed");
        Assert.Equal(DepositSteps.Amount(provider), (string?)Hub.DataOf(webhook)["amount"]);
        await hub.SettleAsync();
        Assert.Contains("applied", await hub.VerdictsAsync());
    }

    [Fact]
    public async Task What_is_wrong_is_an_error_in_the_log_and_shown_to_operators_without_secrets()
    {
        await using var hub = await Hub.StartAsync(
            new() { [Secret] = Reference, ["PaymentHub:Merchants:beta:Accounts:beta_pay:Confirm"] = "perhaps" }
        );

        var merchants = hub.Log.Lines.Where(line => line.StartsWith("Error", StringComparison.Ordinal)).ToList();
        Assert.Contains(
            merchants,
            line => line.Contains("without merchant alpha", StringComparison.Ordinal) && line.Contains(Mistake, StringComparison.Ordinal)
        );
        Assert.Contains(
            merchants,
            line =>
                line.Contains("merchant beta", StringComparison.Ordinal)
                && line.Contains("[beta_pay]", StringComparison.Ordinal)
                && line.Contains("PaymentHub__Merchants__beta__Accounts__beta_pay__Confirm is 'perhaps'", StringComparison.Ordinal)
        );
        var (status, page) = await hub.GetAsync(hub.Beta, "/ops/accounts");
        Assert.Equal(200, status);
        var accounts = page!["data"]!.AsArray().ToDictionary(account => (string)account!["account"]!, account => account!);
        Assert.Equal(
            ["alpha_mpay broken", "alpha_pay broken", "alpha_usdt broken", "beta_mpay working", "beta_pay broken", "beta_usdt working"],
            accounts.Select(account => $"{account.Key} {account.Value["status"]}")
        );
        Assert.StartsWith(
            "PaymentHub__Merchants__beta__Accounts__beta_pay__Confirm ",
            (string?)accounts["beta_pay"]["mistakes"]![0],
            StringComparison.Ordinal
        );
        Assert.Equal(
            ["alpha True", "beta False"],
            page["broken_merchants"]!.AsArray().Select(merchant => $"{merchant!["merchant"]} {(bool)merchant["is_out"]!}")
        );
        Assert.StartsWith(Mistake, (string?)page["broken_merchants"]![0]!["mistakes"]![0], StringComparison.Ordinal);
        foreach (var text in hub.Log.Lines.Append(page.ToJsonString()))
            Assert.DoesNotContain("vault.example", text, StringComparison.Ordinal);
        Assert.Equal(
            [("beta_mpay", "working"), ("beta_pay", "unavailable"), ("beta_usdt", "working")],
            (await hub.GetAsync(hub.Beta, "/v1/accounts")).Body!["data"]!
                .AsArray()
                .Select(account => ((string)account!["id"]!, (string)account["status"]!))
        );
    }

    [Fact]
    public async Task A_callback_to_a_broken_account_is_kept_whole_and_not_acknowledged()
    {
        await using var hub = await Hub.StartAsync(
            new()
            {
                [Secret] = Reference,
                ["PaymentHub:Merchants:alpha:Accounts:alpha_mpay:Provider"] = "mpai",
                ["PaymentHub:Merchants:beta:Accounts:beta_pay:CallbackIds:0"] = "short",
            }
        );
        var callback = SignedCallback.PayProtocol(hub.Alpha.Keys.PayProtocol, Url(hub, hub.Alpha.PayProtocolAccount), """{"rechargeId":402}""");

        var answer = await callback.PostAsync(Url(hub, hub.Alpha.PayProtocolAccount));
        var unknown = await SignedCallback.MPay(hub.Alpha.Keys.MPay, ("merchOrderId", "1")).PostAsync(Url(hub, hub.Alpha.MPayAccount));
        var nobody = await callback.PostAsync(new Uri(hub.Address, "/callbacks/short"));

        Assert.Equal(((int)HttpStatusCode.ServiceUnavailable, 503, 503), (answer.Status, unknown.Status, nobody.Status));
        Assert.DoesNotContain("success", answer.Body, StringComparison.OrdinalIgnoreCase);
        var kept = (await hub.RowsAsync(TableNames.Callbacks, "callback|")).Where(row => row.GetString("Account") == "alpha_pay").ToList();
        Assert.Equal(callback.Body, Assert.Single(kept).GetBinary("Body"));
        var headers = JsonNode.Parse(kept[0].GetString("Headers")!)!.AsObject();
        Assert.Equal(["x-pay-key", "x-pay-sign", "x-pay-timestamp"], headers.Select(header => header.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_an_operator_decides_meanwhile_is_owed_to_the_merchant_s_endpoints()
    {
        await using var hub = await Hub.StartAsync(new() { ["OutboxRelaySchedule"] = "*/1 * * * * *" });
        var id = await DepositSteps.MPayAsync(hub, hub.Alpha, "review-1");
        await hub.Sandbox.MPay.PayAsync(id, amount: "87");
        await hub.WebhookAsync(hub.Alpha, "deposit.needs_review");
        await hub.SettleAsync();
        var whole = hub.Alpha.Settings("")[Secret];
        await RestartAsync(hub, Reference);
        var version = (int)(await hub.GetAsync(hub.Beta, "/ops/reviews")).Body!["data"]![0]!["order"]!["version"]!;

        Assert.Equal(
            200,
            (
                await hub.PostAsync(
                    hub.Beta,
                    $"/ops/orders/{id}/resolve",
                    new
                    {
                        outcome = "failed",
                        version,
                        note = "asked the payer",
                    }
                )
            ).Status
        );
        await RestartAsync(hub, whole);

        var webhook = await hub.WebhookAsync(hub.Alpha, "deposit.failed");
        Assert.Equal(id, (string?)Hub.DataOf(webhook)["id"]);
    }

    private static Uri Url(Hub hub, string account) => new(hub.Address, "/callbacks/" + hub.Alpha.CallbackId(account));

    private static async Task RestartAsync(Hub hub, string? secret)
    {
        await hub.Process.DisposeAsync();
        hub.Set(Secret, secret);
        await hub.BringUpAsync();
    }
}
