using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Listings;
using PaymentHub.Orders;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys;

/// <summary>Any order is found by whatever somebody has of it, with a read or two, and shown with all that happened to it.</summary>
public sealed class OrderSearches
{
    [Fact]
    public async Task An_order_is_found_by_each_of_its_names_by_its_merchant_and_by_an_operator()
    {
        await using var hub = await Hub.StartAsync();
        await (await DepositSteps.PrepareAsync(hub, "usdt_gateway"))();
        var order = Hub.DataOf(await hub.WebhookAsync(hub.Alpha, "deposit.completed"));
        await hub.SettleAsync();
        var (id, transaction) = ((string)order["id"]!, (string)order["transaction_id"]!);

        foreach (
            var query in (string[])
                [
                    $"transaction_id={transaction}",
                    $"transaction_id={transaction.ToUpperInvariant()}",
                    $"provider_order_id={order["provider_order_id"]}",
                    $"address={order["address"]}",
                ]
        )
        {
            Assert.Equal([id], await FoundAsync(hub, hub.Alpha, $"/v1/deposits?{query}", reads: 2, "ListDeposits"));
            Assert.Equal([id], await FoundAsync(hub, hub.Alpha, $"/ops/orders?merchant=alpha&kind=deposit&{query}", reads: 2, "FindOrders"));
            // Two merchants, two kinds, and the order.
            Assert.Equal([id], await FoundAsync(hub, hub.Alpha, $"/ops/orders?{query}", reads: 6, "FindOrders"));
            Assert.Equal(
                [id],
                await FoundAsync(
                    hub,
                    hub.Alpha,
                    $"/ops/orders?account={hub.Alpha.GatewayAccount}&{query}&status=completed,failed",
                    reads: 4,
                    "FindOrders",
                    kindIsOpen: true
                )
            );
            Assert.Empty(await FoundAsync(hub, hub.Beta, $"/v1/deposits?{query}", reads: 1, "ListDeposits"));
            Assert.Empty(await FoundAsync(hub, hub.Alpha, $"/v1/withdrawals?{query}", reads: 2, "ListWithdrawals"));
            Assert.Empty(await FoundAsync(hub, hub.Alpha, $"/v1/deposits?{query}&status=failed", reads: 2, "ListDeposits"));
            Assert.Empty(await FoundAsync(hub, hub.Alpha, $"/v1/deposits?{query}&amount=0.5", reads: 2, "ListDeposits"));
            Assert.Empty(await FoundAsync(hub, hub.Alpha, $"/v1/deposits?{query}&to=2020-01-01", reads: 2, "ListDeposits"));
        }

        foreach (
            var query in (string[])
                [
                    $"customer_id={order["customer_id"]}&amount={order["amount"]}",
                    $"amount={order["amount"]}&from=2020-01-01",
                    $"account={order["account"]}",
                ]
        )
        {
            Assert.Equal([id], await FoundAsync(hub, hub.Alpha, $"/v1/deposits?{query}"));
            Assert.Equal([id], await FoundAsync(hub, hub.Alpha, $"/ops/orders?merchant=alpha&kind=deposit&{query}"));
        }
    }

    [Fact]
    public async Task A_reference_is_found_without_any_index()
    {
        await using var hub = await Hub.StartAsync();
        var id = await DepositSteps.MPayAsync(hub, hub.Alpha, "order-77");

        Assert.Equal([id], await FoundAsync(hub, hub.Alpha, "/v1/deposits?reference=order-77", reads: 1, "ListDeposits"));
        Assert.Equal(
            [id],
            await FoundAsync(hub, hub.Alpha, "/ops/orders?merchant=alpha&reference=order-77", reads: 2, "FindOrders", kindIsOpen: true)
        );
        Assert.Empty(await FoundAsync(hub, hub.Beta, "/v1/deposits?reference=order-77", reads: 1, "ListDeposits"));
        Assert.Empty(await FoundAsync(hub, hub.Alpha, "/v1/withdrawals?reference=order-77", reads: 1, "ListWithdrawals"));
    }

    [Theory]
    [InlineData("/v1/deposits?reference=a&transaction_id=b", "reference")]
    [InlineData("/v1/deposits?amount=ten", "amount")]
    [InlineData("/v1/deposits?merchant=beta", "merchant")]
    [InlineData("/ops/orders", "merchant")]
    [InlineData("/ops/orders?reference=a", "merchant")]
    [InlineData("/ops/orders?merchant=alpha", "kind")]
    [InlineData("/ops/orders?merchant=Alpha&kind=deposit", "merchant")]
    [InlineData("/ops/orders?account=nobody&kind=deposit", "account")]
    [InlineData("/ops/orders?transaction_id=a&kind=refund", "kind")]
    public async Task A_search_that_makes_no_sense_says_what_is_wrong(string path, string field)
    {
        await using var hub = await Hub.StartAsync();

        var (status, body) = await hub.GetAsync(hub.Alpha, path);

        Assert.Equal(400, status);
        Assert.Contains(body!["errors"]!.AsArray(), error => (string?)error!["field"] == field);
    }

    [Fact]
    public async Task Many_orders_of_one_address_come_in_pages()
    {
        await using var hub = await Hub.StartAsync();
        var pay = await DepositSteps.PrepareAsync(hub, "usdt_gateway");
        for (var i = 0; i < 3; i++)
            await pay();
        await Eventually.TrueAsync(
            async () => (await hub.RowsAsync(TableNames.Orders, "dep_")).Count(row => row.RowKey.EndsWith("|order", StringComparison.Ordinal)) == 3,
            Hub.Patience,
            "three deposits came"
        );
        await hub.SettleAsync();
        var address = OrderRows
            .Order((await hub.RowsAsync(TableNames.Orders, "dep_")).First(row => row.RowKey.EndsWith("|order", StringComparison.Ordinal)))
            .Address;

        var first = (await hub.GetAsync(hub.Alpha, $"/v1/deposits?address={address}&limit=2")).Body!;
        var second = (await hub.GetAsync(hub.Alpha, $"/v1/deposits?address={address}&limit=2&cursor={first["next_cursor"]}")).Body!;
        var other = await hub.GetAsync(hub.Alpha, $"/v1/deposits?address=TA&limit=2&cursor={first["next_cursor"]}");

        Assert.Equal((2, 1, null), (first["data"]!.AsArray().Count, second["data"]!.AsArray().Count, (string?)second["next_cursor"]));
        Assert.Equal(400, other.Status);
        Assert.Equal(400, (await hub.GetAsync(hub.Alpha, $"/ops/orders?address={address}&limit=2")).Status);
    }

    [Fact]
    public async Task The_names_of_an_order_from_before_there_were_such_rows_are_entered_by_the_integrity_check()
    {
        await using var hub = await Hub.StartAsync();
        await (await DepositSteps.PrepareAsync(hub, "usdt_gateway"))();
        var id = (string)Hub.DataOf(await hub.WebhookAsync(hub.Alpha, "deposit.completed"))["id"]!;
        await hub.SettleAsync();
        var rows = await hub.RowsAsync(TableNames.Listing, "find|");
        foreach (var row in rows)
            await hub.Table(TableNames.Listing).DeleteEntityAsync(row);
        var order = OrderRows.Order(Assert.Single(await hub.RowsAsync(TableNames.Orders, $"{id}|order")));
        var check = hub.Process.Services.GetRequiredService<OrderIndexCheck>();

        Assert.Equal((0, 0), (await check.RepairAsync(order, default), await check.RepairAsync(order, default)));

        Assert.Equal(3, rows.Count);
        Assert.Equal(
            rows.Select(row => row.RowKey).Order(StringComparer.Ordinal),
            (await hub.RowsAsync(TableNames.Listing, "find|")).Select(row => row.RowKey).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task An_order_is_shown_with_its_decisions_timeline_deliveries_and_callbacks_and_no_secret()
    {
        await using var hub = await Hub.StartAsync();
        var id = await DepositSteps.MPayAsync(hub, hub.Alpha, "review-1");
        await hub.Sandbox.MPay.PayAsync(id, amount: "87");
        await hub.WebhookAsync(hub.Alpha, "deposit.needs_review");
        await hub.SettleAsync();
        var version = (int)(await hub.GetAsync(hub.Alpha, "/ops/reviews")).Body!["data"]![0]!["order"]!["version"]!;
        Assert.Equal(
            200,
            (
                await hub.PostAsync(
                    hub.Alpha,
                    $"/ops/orders/{id}/resolve",
                    new
                    {
                        outcome = "completed",
                        version,
                        note = "one less is fine",
                    }
                )
            ).Status
        );
        await hub.SettleAsync();

        var (status, shown) = await hub.GetAsync(hub.Alpha, $"/ops/orders/{id}");

        Assert.Equal(
            (200, "alpha", "completed", true),
            (status, (string?)shown!["merchant"], (string?)shown["order"]!["status"], (bool)shown["complete"]!)
        );
        var decision = Assert.Single(shown["decisions"]!.AsArray())!;
        Assert.Equal(("completed", "alice", "one less is fine"), ((string?)decision["outcome"], (string?)decision["by"], (string?)decision["note"]));
        var timeline = shown["timeline"]!.AsArray();
        Assert.Equal("alice", (string?)Assert.Single(timeline, entry => (string?)entry!["source"] == "resolve")!["by"]);
        Assert.Contains(timeline, entry => (string?)entry!["what"] == "attempt");
        Assert.Equal("main", (string?)Assert.Single(shown["deliveries"]!.AsArray())!["endpoint"]);
        var callback = Assert.Single(shown["callbacks"]!.AsArray())!;
        Assert.Equal((hub.Alpha.MPayAccount, "applied"), ((string?)callback["account"], (string?)callback["verdict"]));
        Assert.Contains(id, (string?)callback["body_text"], StringComparison.Ordinal);
        Assert.DoesNotContain(hub.Alpha.CallbackId(hub.Alpha.MPayAccount), shown.ToJsonString(), StringComparison.Ordinal);
        foreach (var other in (string[])["dep_00000000000000000000000000", "nonsense"])
            Assert.Equal(404, (await hub.GetAsync(hub.Alpha, $"/ops/orders/{other}")).Status);
    }

    /// <summary>The ids on a page, and what it took to read them.</summary>
    private static async Task<List<string?>> FoundAsync(
        Hub hub,
        TestMerchant merchant,
        string path,
        int? reads = null,
        string function = "",
        bool kindIsOpen = false
    )
    {
        hub.Process.Probe.Start(counts: _ => RunningFunction.Name == function);
        var (status, body) = await hub.GetAsync(merchant, path);
        Assert.True(status == 200, $"{path}: {status} {body}");
        if (reads is { } expected)
        {
            Assert.True(
                hub.Process.Probe.Calls.Count <= expected + (kindIsOpen ? 1 : 0),
                $"{path}: {string.Join(", ", hub.Process.Probe.Calls.Select(call => call.Name))}"
            );
        }

        return [.. body!["data"]!.AsArray().Select(item => (string?)(item!["order"] ?? item)["id"])];
    }
}
