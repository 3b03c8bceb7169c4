using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Operations;
using PaymentHub.Orders;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys;

/// <summary>What operators are shown of reviews, accounts and queues.</summary>
public sealed class OperatorViews : OperatorBench
{
    [Fact]
    public async Task Webhooks_that_were_given_up_are_listed()
    {
        await using var hub = await Hub.StartAsync();
        var id = await DepositSteps.MPayAsync(hub, hub.Alpha, "failed-1");
        hub.Sandbox.Merchant.FailNext(4, status: 503);
        await hub.Sandbox.MPay.PayAsync(id);
        await Eventually.TrueAsync(async () => (await hub.RowsAsync(TableNames.Orders, $"{id}|attempt")).Count == 4, Hub.Patience, "it is given up");

        var failed = Assert.Single(await DataAsync(hub, "/ops/webhooks/failed?merchant=alpha&from=2020-01-01"))!;

        Assert.Equal(($"evt_{id}_1", "main", "HTTP 503"), ((string?)failed["event"], (string?)failed["endpoint"], (string?)failed["result"]));
        Assert.Empty(await DataAsync(hub, "/ops/webhooks/failed?merchant=beta"));
    }

    [Fact]
    public async Task Orders_in_review_are_listed_until_they_have_left_it()
    {
        await using var hub = await Hub.StartAsync();
        var id = await DepositSteps.MPayAsync(hub, hub.Alpha, "review-1");
        await hub.Sandbox.MPay.PayAsync(id, amount: "87");
        await hub.WebhookAsync(hub.Alpha, "deposit.needs_review");
        await hub.SettleAsync();

        var review = Assert.Single(await DataAsync(hub, "/ops/reviews"))!;
        Assert.Equal(
            ("alpha", """["amount_mismatch"]""", id),
            ((string?)review["merchant"], review["reasons"]!.ToJsonString(), (string?)review["order"]!["id"])
        );
        Assert.False((bool)review["resubmittable"]!);

        var row = Assert.Single(await hub.RowsAsync(TableNames.Orders, $"{id}|order"));
        row["Data"] = row.GetString("Data")!.Replace("needs_review", "completed", StringComparison.Ordinal);
        await hub.Table(TableNames.Orders).UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace);
        Assert.Empty(await DataAsync(hub, "/ops/reviews"));
        Assert.DoesNotContain(await hub.RowsAsync(TableNames.Listing), one => one.PartitionKey == "reviews");
    }

    [Fact]
    public async Task Whoever_looks_at_the_reviews_and_goes_away_loses_none()
    {
        await using var hub = await Hub.StartAsync();
        var id = await DepositSteps.MPayAsync(hub, hub.Alpha, "review-2");
        await hub.Sandbox.MPay.PayAsync(id, amount: "87");
        await hub.WebhookAsync(hub.Alpha, "deposit.needs_review");
        await hub.SettleAsync();
        await PutAsync(OrderStatus.Completed);

        // While the entry is taken out, the order goes back into review, and the operator's connection breaks.
        using var looking = new CancellationTokenSource();
        hub.Process.Probe.Start(
            call => call.Name == "listing: DELETE" ? StorageFault.StandStill : StorageFault.None,
            meanwhile: async () =>
            {
                await PutAsync(OrderStatus.NeedsReview);
                await looking.CancelAsync();
            }
        );
        await hub.Process.Services.GetRequiredService<ReviewList>().ListAsync([], looking.Token);

        Assert.True(looking.IsCancellationRequested);
        Assert.Equal(id, (string?)Assert.Single(await DataAsync(hub, "/ops/reviews"))!["order"]!["id"]);

        async Task PutAsync(OrderStatus status)
        {
            var order = OrderRows.Order(Assert.Single(await hub.RowsAsync(TableNames.Orders, $"{id}|order")));
            await hub.Table(TableNames.Orders).UpsertEntityAsync(OrderRows.Order(order with { Status = status }), TableUpdateMode.Replace);
        }
    }

    [Fact]
    public async Task Accounts_and_queues_say_how_they_are()
    {
        await using var hub = await Hub.StartAsync();
        var before = TimeProvider.System.GetUtcNow().AddSeconds(-1);
        await (await DepositSteps.PrepareAsync(hub, "mpay"))();
        await hub.WebhookAsync(hub.Alpha, "deposit.completed");
        await DepositSteps.MPayAsync(hub, hub.Alpha, "open-1");
        await Eventually.TrueAsync(
            async () => (await DataAsync(hub, "/ops/accounts"))[0]!["last_callback_at"] is not null,
            Hub.Patience,
            "the account was heard of"
        );

        var accounts = await DataAsync(hub, "/ops/accounts");
        var queues = await DataAsync(hub, "/ops/queues");

        Assert.Equal(
            ["alpha_mpay", "alpha_pay", "alpha_usdt", "beta_mpay", "beta_pay", "beta_usdt"],
            accounts.Select(account => (string?)account!["account"])
        );
        Assert.True(DateTimeOffset.Parse((string)accounts[0]!["last_callback_at"]!, System.Globalization.CultureInfo.InvariantCulture) >= before);
        Assert.Null(accounts[1]!["last_callback_at"]);
        Assert.Null(accounts[1]!["last_reconciled_at"]);
        Assert.Equal([1, 0, 0, 0, 0, 0], accounts.Select(account => (int)account!["open_orders"]!));
        Assert.All(accounts, account => Assert.True((bool)account!["open_orders_complete"]!));
        Assert.Equal(QueueNames.All, queues.Select(queue => (string?)queue!["queue"]));
        var first = (await hub.GetAsync(hub.Alpha, "/ops/accounts?limit=4")).Body!;
        Assert.Equal(2, (await DataAsync(hub, $"/ops/accounts?limit=4&cursor={first["next_cursor"]}")).Count);
    }

    [Theory]
    [InlineData("/ops/quarantine?day=2026-05-01")]
    [InlineData("/ops/quarantine?cursor=AAAA")]
    [InlineData("/ops/dead-letters?limit=0")]
    [InlineData("/ops/reviews?cursor=AAAA")]
    [InlineData("/ops/webhooks/failed?to=now")]
    [InlineData("/ops/accounts?cursor=AAAA")]
    public async Task Nonsense_is_refused(string path)
    {
        await using var hub = await Hub.StartAsync();

        Assert.Equal(400, (await hub.GetAsync(hub.Alpha, path)).Status);
    }
}
