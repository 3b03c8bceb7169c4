using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using PaymentHub.Money;
using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys;

/// <summary>Withdrawals through the real app and real storage, to a scripted provider.</summary>
public sealed class Withdrawals
{
    [Fact]
    public async Task Two_hundred_requests_with_one_reference_are_one_order_and_one_payment()
    {
        await using var world = await WithdrawalWorld.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => world.CreateAsync("w-1")));

        Assert.All(answers, answer => Assert.True(answer.Status is 200 or 202, $"{answer.Status} {answer.Body}"));
        var id = Assert.Single(answers.Select(answer => (string)answer.Body!["id"]!).Distinct());
        await world.UntilAsync(id, "submitted");
        Assert.Equal([1], world.Paid.Values);
        Assert.Single(await world.Hub.RowsAsync(TableNames.Orders, $"{id}|order"));
        Assert.Equal((409, "reference_conflict"), Of(await world.CreateAsync("w-1", "11")));
    }

    [Fact]
    public async Task A_withdrawal_is_told_step_by_step()
    {
        await using var world = await WithdrawalWorld.StartAsync();

        var (status, body) = await world.CreateAsync("w-1");

        Assert.Equal((202, "created", "10"), (status, (string)body!["status"]!, (string)body["amount_expected"]!));
        var submitted = await world.Hub.WebhookAsync(world.Hub.Alpha, "withdrawal.submitted");
        Assert.Equal($"p-{(string)body["id"]!}", (string)Hub.DataOf(submitted)["provider_order_id"]!);
        world.Provider.Answer = new ProviderResult<Notice>.Good(
            new Notice
            {
                Kind = OrderKind.Withdrawal,
                Status = NoticeStatus.Completed,
                Amount = 10,
            }
        );
        var completed = Hub.DataOf(await world.Hub.WebhookAsync(world.Hub.Alpha, "withdrawal.completed"));
        Assert.Equal(("completed", "10", 2), ((string)completed["status"]!, (string)completed["amount"]!, (int)completed["version"]!));
        await world.Hub.SettleAsync();
    }

    [Fact]
    public async Task A_hundred_at_once_never_exceed_the_day_s_limit_and_what_fails_is_given_back()
    {
        await using var world = await WithdrawalWorld.StartAsync(("LimitPerDay", "100 USDT"));
        var refused = new ConcurrentBag<string>();
        // The first three that reach the provider are refused by it.
        world.Provider.Pays = (request, _) =>
        {
            lock (refused)
            {
                if (refused.Count < 3)
                {
                    refused.Add(request.OrderId);
                    return Task.FromResult<SubmissionResult>(new SubmissionResult.Refused(new Failure("4001", "")));
                }
            }

            return Task.FromResult(world.Pay(request, new SubmissionResult.Accepted(null)));
        };

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => world.CreateAsync($"w-{i}", "7")));
        var orders = await Task.WhenAll(answers.Select(answer => world.UntilAsync((string)answer.Body!["id"]!, "submitted", "rejected", "failed")));
        await Eventually.TrueAsync(
            async () => (await world.Hub.RowsAsync(TableNames.Orders, "due|")).All(row => !row.RowKey.EndsWith("|release", StringComparison.Ordinal)),
            Hub.Patience,
            "every share is given back"
        );

        var submitted = orders.Count(order => (string)order["status"]! == "submitted");
        Assert.Equal(3, orders.Count(order => (string)order["status"]! == "failed"));
        // Fourteen shares of 7 fit into 100; those that came before a failed one gave its share back were rejected.
        Assert.InRange(submitted, 11, 14);
        Assert.All(
            orders.Where(order => (string)order["status"]! == "rejected"),
            order => Assert.Equal("limit_exceeded", (string)order["failure"]!["code"]!)
        );
        Assert.Equal(submitted, world.Paid.Count);
        var total = Assert.Single(await world.Hub.RowsAsync(TableNames.Limits, "total"));
        Assert.Equal(Amounts.Format(7m * submitted), total.GetString("Amount"));
    }

    [Fact]
    public async Task A_withdrawal_that_needs_approval_waits_for_another_person()
    {
        await using var world = await WithdrawalWorld.StartAsync(("Approval", "required"));
        var (yes, no) = ((string)(await world.CreateAsync("w-1")).Body!["id"]!, (string)(await world.CreateAsync("w-2")).Body!["id"]!);
        await world.Hub.WebhookAsync(world.Hub.Alpha, "withdrawal.awaiting_approval");

        var own = await world.PostAsync($"/v1/withdrawals/{yes}/approve", world.Hub.Alpha.ApiKey);
        var approved = await world.PostAsync($"/v1/withdrawals/{yes}/approve", world.ApproverKey);
        var rejected = await world.PostAsync($"/v1/withdrawals/{no}/reject", world.ApproverKey);
        var late = await world.PostAsync($"/v1/withdrawals/{no}/approve", world.ApproverKey);

        Assert.Equal((403, "forbidden"), Of(own));
        Assert.Equal((200, 200, "rejected"), (approved.Status, rejected.Status, (string)rejected.Body!["status"]!));
        Assert.Equal((409, "not_awaiting_approval"), Of(late));
        await world.UntilAsync(yes, "submitted");
        Assert.Equal([yes], world.Paid.Keys);
    }

    [Fact]
    public async Task An_operator_resolves_what_nobody_can_find_out()
    {
        await using var world = await WithdrawalWorld.StartAsync();
        world.Provider.Pays = (request, _) => Task.FromResult(world.Pay(request, new SubmissionResult.Unknown("timeout")));
        world.Provider.Answer = new ProviderResult<Notice>.Absent();
        var id = (string)(await world.CreateAsync("w-1")).Body!["id"]!;
        var review = await world.UntilAsync(id, "needs_review");

        var stale = await world.PostAsync(
            $"/ops/orders/{id}/resolve",
            world.Hub.Operator.Key,
            new
            {
                outcome = "completed",
                version = 7,
                note = "seen on the chain",
            }
        );
        var resolved = await world.PostAsync(
            $"/ops/orders/{id}/resolve",
            world.Hub.Operator.Key,
            new
            {
                outcome = "completed",
                version = (int)review["version"]!,
                note = "seen on the chain",
            }
        );

        Assert.Equal("outcome_unknown", (string)review["review_reason"]!);
        Assert.Equal((409, "version_conflict"), Of(stale));
        Assert.Equal((200, "completed"), (resolved.Status, (string)resolved.Body!["status"]!));
        await world.Hub.WebhookAsync(world.Hub.Alpha, "withdrawal.completed");
        Assert.Equal([1], world.Paid.Values);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_write_whose_answer_is_lost_neither_doubles_nor_loses_it(int transaction)
    {
        await using var world = await WithdrawalWorld.StartAsync();
        var seen = 0;
        world.Hub.Process.Probe.Start(call =>
            call.Name == "orders: transaction" && ++seen == transaction ? StorageFault.LoseAnswer : StorageFault.None
        );

        var (status, body) = await world.CreateAsync("w-1");
        await world.UntilAsync((string)body!["id"]!, "submitted");

        Assert.Equal(202, status);
        await world.Hub.Process.Probe.Struck.WaitAsync(Hub.Patience);
        Assert.Equal([1], world.Paid.Values);
    }

    [Fact]
    public async Task A_message_that_was_lost_is_made_good_by_the_outbox_relay()
    {
        await using var world = await WithdrawalWorld.StartAsync();
        await world.Hub.Queue(QueueNames.Withdrawals).DeleteAsync();

        var (status, body) = await world.CreateAsync("w-1");
        await world.Hub.Queue(QueueNames.Withdrawals).CreateAsync();

        Assert.Equal(202, status);
        await world.UntilAsync((string)body!["id"]!, "submitted");
        Assert.Equal([1], world.Paid.Values);
    }

    private static (int Status, string? Code) Of((int Status, JsonNode? Body) answer) => (answer.Status, (string?)answer.Body?["code"]);
}
