using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;
using Xunit.Abstractions;

namespace PaymentHub.Tests.Journeys;

/// <summary>What one operator alone cannot do.</summary>
public sealed class SecondOperator(ITestOutputHelper output)
{
    private static readonly StorageFault[] Faults = [StorageFault.DieBefore, StorageFault.DieAfter, StorageFault.LoseAnswer];

    [Fact]
    public async Task A_withdrawal_is_sent_again_when_two_operators_say_so_and_both_names_stay()
    {
        await using var world = await WithdrawalWorld.StartAsync();
        var (id, version) = await LoseAsync(world);

        var asked = await ResolveAsync(world, world.Hub.Operator, id, version);
        var again = await ResolveAsync(world, world.Hub.Operator, id, version);
        var listed = (await world.Hub.GetAsync(world.Hub.Alpha, "/ops/reviews")).Body!["data"]![0]!["awaiting_second_operator"]!;
        var other = await world.PostAsync(
            $"/ops/orders/{id}/resolve",
            world.Hub.Second.Key,
            new
            {
                outcome = "failed",
                version,
                note = "no",
            }
        );

        Assert.All(
            [asked, again],
            said =>
                Assert.Equal(
                    (202, "awaiting_second_operator", "alice"),
                    (said.Status, (string?)said.Body!["status"], (string?)said.Body["requested_by"])
                )
        );
        Assert.Equal(("resubmit", "alice", version), ((string?)listed["outcome"], (string?)listed["requested_by"], (int)listed["version"]!));
        Assert.Equal((409, "other_decision_pending"), (other.Status, (string?)other.Body!["code"]));
        Assert.Equal(0, world.Paid.GetValueOrDefault(id));

        Assert.Equal(200, (await ResolveAsync(world, world.Hub.Second, id, version)).Status);
        await world.UntilAsync(id, "submitted");

        Assert.Equal(1, world.Paid[id]);
        var order = OrderRows.Order(Assert.Single(await world.Hub.RowsAsync(TableNames.Orders, $"{id}|order")));
        Assert.Equal(("bob", "alice"), (Assert.Single(order.Resolutions!).By, order.Resolutions![0].RequestedBy));
        var changes = (await world.Hub.RowsAsync(TableNames.Orders, $"{id}|change|"))
            .Select(OrderRows.Change)
            .Where(change => change.Operator is not null)
            .OrderBy(change => change.At);
        Assert.Equal(["alice propose/resubmit/" + version, "bob resolve/" + version], changes.Select(change => $"{change.Operator} {change.Source}"));
        // The merchant learns that an operator did it, and not who.
        var timeline = (await world.Hub.GetAsync(world.Hub.Alpha, $"/v1/withdrawals/{id}/timeline")).Body!.ToJsonString();
        Assert.Contains("\"by\":\"operator\"", timeline, StringComparison.Ordinal);
        Assert.DoesNotContain("alice", timeline, StringComparison.Ordinal);
    }

    /// <summary>
    /// The app dies before or after, or loses the answer of, each storage call of the first and of the second operator's request, and starts again.
    /// Both say again what they said: it is paid once, and never on one's word.
    /// </summary>
    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 4)]
    public async Task A_crash_at_any_storage_call_of_either_request_neither_doubles_it_nor_does_it_on_one_s_word(bool second, int calls)
    {
        var struck = new ConcurrentBag<string>();
        // Each in a world of its own, in which most of the time passes with waiting.
        await Parallel.ForEachAsync(
            Enumerable.Range(1, calls).SelectMany(call => Faults.Select(fault => (Call: call, Fault: fault))),
            new ParallelOptions { MaxDegreeOfParallelism = 3 },
            async (one, _) => struck.Add(await CrashAsync(second, one.Call, one.Fault))
        );

        output.WriteLine(string.Join("; ", struck.Order()));
    }

    /// <returns>What struck where.</returns>
    private static async Task<string> CrashAsync(bool second, int call, StorageFault fault)
    {
        await using var world = await WithdrawalWorld.StartAsync();
        var (id, version) = await LoseAsync(world);
        if (second)
            Assert.Equal(202, (await ResolveAsync(world, world.Hub.Operator, id, version)).Status);

        world.Hub.Process.Probe.Start(one => one.Number == call ? fault : StorageFault.None, counts: _ => RunningFunction.Name == "ResolveOrder");
        var request = TryAsync(world, second ? world.Hub.Second : world.Hub.Operator, id, version);
        var struck = $"{fault} {(await world.Hub.Process.Probe.Struck.WaitAsync(Hub.Patience)).Name}";
        if (fault == StorageFault.LoseAnswer)
        {
            Assert.Equal(second ? 200 : 202, await request);
        }
        else
        {
            world.Hub.Process.Kill();
            await request.WaitAsync(Hub.Patience);
            await world.Hub.BringUpAsync();
        }

        if (!second)
        {
            Assert.Equal(202, await TryAsync(world, world.Hub.Operator, id, version));
            Assert.Equal(0, world.Paid.GetValueOrDefault(id));
        }

        Assert.Equal(200, await TryAsync(world, world.Hub.Second, id, version));
        await world.UntilAsync(id, "submitted");
        Assert.Equal(1, world.Paid[id]);
        Assert.Single(OrderRows.Order(Assert.Single(await world.Hub.RowsAsync(TableNames.Orders, $"{id}|order"))).Resolutions!);
        return struck;
    }

    /// <summary>A withdrawal whose request never reached its provider, and nobody knows.</summary>
    private static async Task<(string Id, int Version)> LoseAsync(WithdrawalWorld world)
    {
        world.Provider.Answer = new ProviderResult<Notice>.Absent();
        var sends = 0;
        world.Provider.Pays = (request, _) =>
            Task.FromResult(
                Interlocked.Increment(ref sends) == 1
                    ? new SubmissionResult.Unknown("timeout")
                    : world.Pay(request, new SubmissionResult.Accepted($"p-{request.OrderId}"))
            );
        var id = (string)(await world.CreateAsync("w-1")).Body!["id"]!;
        return (id, (int)(await world.UntilAsync(id, "needs_review"))["version"]!);
    }

    private static Task<(int Status, JsonNode? Body)> ResolveAsync(WithdrawalWorld world, TestOperator by, string id, int version) =>
        world.PostAsync(
            $"/ops/orders/{id}/resolve",
            by.Key,
            new
            {
                outcome = "resubmit",
                version,
                note = $"{by.Name} asked them",
            }
        );

    /// <summary>The status; 0 when the connection broke.</summary>
    private static async Task<int> TryAsync(WithdrawalWorld world, TestOperator by, string id, int version)
    {
        try
        {
            return (await ResolveAsync(world, by, id, version)).Status;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }
}
