using PaymentHub.Sandbox.Merchant;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys;

/// <summary>What merchants and operators see and do about webhooks, in the whole world.</summary>
public sealed class WebhookJourneys : WebhookJourneyBench
{
    [Fact]
    public async Task A_failed_event_is_seen_and_delivered_again_by_its_merchant_alone()
    {
        await using var hub = await Hub.StartAsync();
        hub.Sandbox.Merchant.AnswerNext(new MerchantAnswer { Status = 410 });
        var pay = await DepositSteps.PrepareAsync(hub, "usdt_gateway");
        await pay();
        await Eventually.TrueAsync(() => Task.FromResult(hub.Sandbox.Merchant.Received.Items.Count == 1), Hub.Patience, "the webhook was refused");
        await hub.SettleAsync();
        var id = hub.Sandbox.Merchant.Received.Items[0].Id;

        var failed = (await hub.GetAsync(hub.Alpha, $"/v1/events/{id}")).Body!;
        Assert.Equal(("event", "deposit.completed", 1), ((string)failed["object"]!, (string)failed["type"]!, (int)failed["version"]!));
        Assert.Equal("51.25", (string)failed["payload"]!["data"]!["amount"]!);
        Assert.Equal(("main", "failed"), ((string)failed["deliveries"]![0]!["endpoint"]!, (string)failed["deliveries"]![0]!["status"]!));
        Assert.Equal(410, (int)failed["deliveries"]![0]!["attempts"]![0]!["status"]!);
        Assert.Equal(404, (await hub.GetAsync(hub.Beta, $"/v1/events/{id}")).Status);
        Assert.Equal(404, (await hub.PostAsync(hub.Beta, $"/v1/events/{id}/redeliver", new { })).Status);
        foreach (
            var (query, field) in ((string, string)[])
                [("enpoint=main", "enpoint"), ("endpoint=", "endpoint"), ("endpoint=main&endpoint=main", "endpoint")]
        )
        {
            var (status, body) = await hub.PostAsync(hub.Alpha, $"/v1/events/{id}/redeliver?{query}", new { });
            Assert.Equal((400, field), (status, (string?)body!["errors"]![0]!["field"]));
        }

        Assert.Equal(202, (await hub.PostAsync(hub.Alpha, $"/v1/events/{id}/redeliver", new { })).Status);
        var webhook = await hub.WebhookAsync(hub.Alpha, "deposit.completed");
        await hub.SettleAsync();

        Assert.Equal((id, true), (webhook.Id, webhook.Verified));
        Assert.Equal(hub.Sandbox.Merchant.Received.Items[0].Text, webhook.Text);
        var delivered = (await hub.GetAsync(hub.Alpha, $"/v1/events/{id}")).Body!["deliveries"]![0]!;
        Assert.Equal("delivered", (string)delivered["status"]!);
        Assert.Equal([410, 200], delivered["attempts"]!.AsArray().Select(attempt => (int)attempt!["status"]!));
    }

    [Fact]
    public async Task An_operator_delivers_again_what_failed_for_an_account()
    {
        await using var hub = await Hub.StartAsync();
        hub.Sandbox.Merchant.AnswerNext(new MerchantAnswer { Status = 410, Times = 2 });
        foreach (var customer in (string[])["a", "b"])
            await (await DepositSteps.PrepareAsync(hub, "usdt_gateway", customer))();
        await Eventually.TrueAsync(() => Task.FromResult(hub.Sandbox.Merchant.Received.Items.Count == 2), Hub.Patience, "both were refused");
        await hub.SettleAsync();
        var now = TimeProvider.System.GetUtcNow();

        var wrong = await RedeliverAsync(
            hub,
            new
            {
                account = "alpha_usdt",
                from = now,
                to = now.AddDays(-1),
            }
        );
        var other = await RedeliverAsync(
            hub,
            new
            {
                account = "alpha_mpay",
                from = now.AddHours(-1),
                to = now.AddHours(1),
            }
        );
        var all = await RedeliverAsync(
            hub,
            new
            {
                account = "alpha_usdt",
                from = now.AddHours(-1),
                to = now.AddHours(1),
            }
        );

        Assert.Equal((400, "to"), (wrong.Status, (string)wrong.Body["errors"]![0]!["field"]!));
        Assert.Equal((202, 0, 0), (other.Status, (int)other.Body["orders"]!, (int)other.Body["events"]!));
        Assert.Equal((202, 2, 2, null), (all.Status, (int)all.Body["orders"]!, (int)all.Body["events"]!, (string?)all.Body["next_cursor"]));
        await Eventually.TrueAsync(
            () => Task.FromResult(hub.Sandbox.Merchant.Received.Items.Count(webhook => webhook.Answered == 200) == 2),
            Hub.Patience,
            "both have arrived"
        );
    }

    [Fact]
    public async Task A_bulk_redelivery_s_times_are_bounded_and_have_their_zone()
    {
        await using var hub = await Hub.StartAsync();
        (string? From, string? To, string Field)[] wrong =
        [
            ("0001-01-01T00:00:00Z", "0001-01-02T00:00:00Z", "from"),
            ("1999-12-31T23:59:59Z", "2000-01-02", "from"),
            ("2026-05-01T12:00:00", "2026-05-02", "from"),
            ("yesterday", "2026-05-02", "from"),
            (null, "2026-05-02", "from"),
            ("2026-05-01", "2026-05-02T12:00:00", "to"),
            ("2026-05-01", "2026-05-01T00:00:00+00:00", "to"),
            ("2026-05-01", "2026-08-02", "to"),
            ("9999-12-30T23:59:59Z", "9999-12-31T23:59:59Z", "to"),
            ("2026-05-01", null, "to"),
        ];

        foreach (var (from, to, field) in wrong)
        {
            var (status, body) = await RedeliverAsync(
                hub,
                new
                {
                    account = "alpha_usdt",
                    from,
                    to,
                }
            );
            Assert.Equal((400, "invalid_request", field), (status, (string?)body["code"], (string?)body["errors"]?[0]?["field"]));
        }

        Assert.Equal(
            202,
            (
                await RedeliverAsync(
                    hub,
                    new
                    {
                        account = "alpha_usdt",
                        from = "2000-01-01",
                        to = "2000-01-01T23:00:00+01:00",
                    }
                )
            ).Status
        );
    }
}
