using System.Text.Json.Nodes;
using PaymentHub.Orders;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys;

/// <summary>A payer shows a transaction that nobody has told of: an operator enters it, another approves it, and it is counted once.</summary>
public sealed class EnteredDeposits : EnteredDepositBench
{
    private static readonly TimeSpan Wait = TimeSpan.FromMinutes(31);

    [Fact]
    public async Task It_is_entered_by_one_operator_approved_by_another_and_told_to_the_merchant()
    {
        await using var hub = await StartAsync();
        var (address, payment) = await LoseAsync(hub);

        var entered = await EnterAsync(hub, hub.Operator, address);
        var again = await EnterAsync(hub, hub.Operator, address);
        var second = await EnterAsync(hub, hub.Second, address, "0X" + Transaction.ToUpperInvariant(), "seen on the chain, too");
        var other = await EnterAsync(hub, hub.Second, address, amount: "51.26");
        var id = (string)entered.Body!["order"]!;
        var early = await ResolveAsync(hub, hub.Second, id);
        Clock.Advance(Wait);
        var alone = await ResolveAsync(hub, hub.Operator, id);
        var approved = await ResolveAsync(hub, hub.Second, id);

        Assert.All(
            [entered, again, second, alone],
            said => Assert.Equal((202, id, "alice"), (said.Status, (string?)said.Body!["order"], (string?)said.Body["requested_by"]))
        );
        Assert.Equal((409, "entered_otherwise", id), (other.Status, (string?)other.Body!["code"], (string?)other.Body["order"]));
        Assert.Equal((409, "too_early"), (early.Status, (string?)early.Body!["code"]));
        Assert.Equal((200, "completed"), (approved.Status, (string?)approved.Body!["status"]));
        var told = Hub.DataOf(await hub.WebhookAsync(hub.Alpha, "deposit.completed"));
        Assert.Equal(
            (id, "51.25", "USDT", "tron", address, Customer, Transaction),
            (
                (string)told["id"]!,
                (string)told["amount"]!,
                (string)told["currency"]!,
                (string)told["network"]!,
                (string)told["address"]!,
                (string)told["customer_id"]!,
                (string)told["transaction_id"]!
            )
        );
        var review = Hub.DataOf(await hub.WebhookAsync(hub.Alpha, "deposit.needs_review"));
        Assert.Equal("entered_by_hand", (string?)review["review_reason"]);
        await AssertHistoryAsync(hub, id);

        // The provider tells at last: it is the same deposit.
        await hub.Sandbox.Gateway.ResendAsync(payment);
        await hub.SettleAsync();
        Assert.Equal(["applied"], await hub.VerdictsAsync());
        var order = Assert.Single(await OrdersAsync(hub));
        Assert.Equal((id, OrderStatus.Completed, 2, payment), (order.Id, order.Status, order.Version, order.ProviderOrderId));
    }

    [Fact]
    public async Task What_the_provider_tells_meanwhile_counts_and_the_entry_does_not()
    {
        await using var hub = await StartAsync();
        var (address, payment) = await LoseAsync(hub);
        var id = (string)(await EnterAsync(hub, hub.Operator, address)).Body!["order"]!;

        await hub.Sandbox.Gateway.ResendAsync(payment);
        var completed = (string)Hub.DataOf(await hub.WebhookAsync(hub.Alpha, "deposit.completed"))["id"]!;
        await hub.SettleAsync();
        Clock.Advance(Wait);
        var refused = await ResolveAsync(hub, hub.Second, id);
        await hub.Sandbox.Gateway.ResendAsync(payment);
        await hub.SettleAsync();
        var withdrawn = await hub.CallAsync(hub.Second.Key, HttpMethod.Post, $"/ops/orders/{id}/resolve/withdraw");
        var failed = await ResolveAsync(hub, hub.Second, id, "failed");

        Assert.NotEqual(id, completed);
        Assert.Equal((409, "already_reported", completed), (refused.Status, (string?)refused.Body!["code"], (string?)refused.Body["order"]));
        Assert.Equal((200, 200), (withdrawn.Status, failed.Status));
        Assert.Equal(["applied", "unchanged"], await hub.VerdictsAsync());
        Assert.Equal(
            [(completed, OrderStatus.Completed), (id, OrderStatus.Failed)],
            (await OrdersAsync(hub)).Select(order => (order.Id, order.Status)).OrderBy(order => order.Status)
        );
    }

    /// <summary>Once every instance knows that it was entered, the provider's word is told of it, and one operator is enough to say so.</summary>
    [Fact]
    public async Task What_the_provider_tells_later_is_told_of_the_entry()
    {
        await using var hub = await StartAsync();
        var (address, payment) = await LoseAsync(hub);
        var id = (string)(await EnterAsync(hub, hub.Operator, address)).Body!["order"]!;

        Clock.Advance(TimeSpan.FromMinutes(16));
        await hub.Sandbox.Gateway.ResendAsync(payment);
        await hub.SettleAsync();
        Clock.Advance(TimeSpan.FromMinutes(16));
        var resolved = await ResolveAsync(hub, hub.Operator, id);

        Assert.Equal((200, "completed"), (resolved.Status, (string?)resolved.Body!["status"]));
        var order = Assert.Single(await OrdersAsync(hub));
        Assert.Equal((id, payment, 51.25m), (order.Id, order.ProviderOrderId, order.Amount));
        await hub.WebhookAsync(hub.Alpha, "deposit.completed");
    }

    [Fact]
    public async Task A_transaction_that_an_order_has_is_not_entered_and_the_order_is_named()
    {
        await using var hub = await StartAsync();
        var (address, payment) = await LoseAsync(hub);
        await hub.Sandbox.Gateway.ResendAsync(payment);
        var id = (string)Hub.DataOf(await hub.WebhookAsync(hub.Alpha, "deposit.completed"))["id"]!;
        await hub.SettleAsync();

        var refused = await EnterAsync(hub, hub.Operator, address, "0x" + Transaction);

        Assert.Equal((409, "already_reported", id), (refused.Status, (string?)refused.Body!["code"], (string?)refused.Body["order"]));
        Assert.Single(await OrdersAsync(hub));
    }

    [Fact]
    public async Task What_does_not_fit_is_refused_with_what_to_do()
    {
        await using var hub = await StartAsync();
        var (address, _) = await LoseAsync(hub);
        var own = await hub.PostAsync(
            hub.Alpha,
            "/v1/deposits",
            new
            {
                account = hub.Alpha.PayProtocolAccount,
                customer_id = Customer,
                amount = "5",
                currency = "USDT",
                network = "tron",
                reference = "p-1",
            }
        );
        Assert.True(own.Status == 201, $"{own.Body}");
        var paid = (string)own.Body!["id"]!;
        var order = OrderRows.Order(Assert.Single(await hub.RowsAsync(TableNames.Orders, $"{paid}|order")));

        var nothing = await hub.CallAsync(hub.Operator.Key, HttpMethod.Post, "/ops/deposits", new { });
        var role = await hub.CallAsync(hub.Alpha.ApiKey, HttpMethod.Post, "/ops/deposits", new { });
        var answers = new[]
        {
            await EnterAsync(hub, hub.Operator, address, transaction: Transaction[1..]),
            await EnterAsync(hub, hub.Operator, address, amount: "0.0000001"),
            await EnterAsync(hub, hub.Operator, address, currency: "EUR"),
            await EnterAsync(hub, hub.Operator, address, network: "bsc"),
            await EnterAsync(hub, hub.Operator, address, customer: "somebody"),
            await EnterAsync(hub, hub.Operator, "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8"),
            await EnterAsync(hub, hub.Operator, address, account: hub.Alpha.MPayAccount),
            await EnterAsync(hub, hub.Operator, order.Address!, account: hub.Alpha.PayProtocolAccount),
        };

        Assert.Equal(401, role.Status);
        Assert.Equal(
            ["account", "address", "amount", "currency", "customer_id", "evidence", "transaction_id"],
            nothing.Body!["errors"]!.AsArray().Select(error => (string)error!["field"]!).Order()
        );
        Assert.Equal(
            [
                "400 transaction_id",
                "400 amount",
                "400 currency",
                "400 network",
                "409 address_not_issued",
                "409 address_not_issued",
                "409 not_supported",
                "409 address_of_payment",
            ],
            answers.Select(said => $"{said.Status} {(said.Status == 400 ? said.Body!["errors"]![0]!["field"] : said.Body!["code"])}")
        );
        Assert.Equal(paid, (string?)answers[^1].Body!["order"]);
        Assert.Equal([paid], (await OrdersAsync(hub)).Select(one => one.Id));
    }

    private static Task<(int Status, JsonNode? Body)> ResolveAsync(Hub hub, TestOperator by, string id, string outcome = "completed") =>
        hub.CallAsync(
            by.Key,
            HttpMethod.Post,
            $"/ops/orders/{id}/resolve",
            new
            {
                outcome,
                version = 1,
                note = $"{by.Name} looked",
            }
        );

    private static async Task<IReadOnlyList<Order>> OrdersAsync(Hub hub) =>
        [.. (await hub.RowsAsync(TableNames.Orders)).Where(row => row.RowKey.EndsWith("|order", StringComparison.Ordinal)).Select(OrderRows.Order)];

    private static async Task AssertHistoryAsync(Hub hub, string id)
    {
        var history = (await hub.CallAsync(hub.Operator.Key, HttpMethod.Get, $"/ops/orders/{id}")).Body!;
        Assert.Equal(
            ["entered alice block 7, receipt by mail", "completed bob bob looked"],
            history["decisions"]!.AsArray().Select(one => $"{one!["outcome"]} {one["by"]} {one["note"]}")
        );
        Assert.Contains(history["timeline"]!.AsArray(), entry => ((string?)entry!["source"], (string?)entry["by"]) == ("enter", "alice"));
        var told = (await hub.GetAsync(hub.Alpha, $"/v1/deposits/{id}/timeline")).Body!;
        Assert.Equal("operator", (string?)told["data"]![0]!["by"]);
        Assert.DoesNotContain("alice", told.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("receipt", told.ToJsonString(), StringComparison.Ordinal);
    }
}
