using System.Security.Cryptography;
using System.Text;
using PaymentHub.Orders;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;
using Xunit.Abstractions;

namespace PaymentHub.Tests.Journeys;

/// <summary>An operator's entry that is cut off anywhere.</summary>
public sealed class EnteredDepositCrashes(ITestOutputHelper output) : EnteredDepositBench
{
    private static readonly StorageFault[] Faults = [StorageFault.DieBefore, StorageFault.DieAfter, StorageFault.LoseAnswer];

    /// <summary>
    /// The app dies before or after, or loses the answer of, each storage call of the request, and starts again. The operator says it again: it is
    /// entered once, told once, and stands in the list of reviews.
    /// </summary>
    [Fact]
    public async Task A_crash_at_any_storage_call_enters_it_once()
    {
        // The queue makes the attempts: what one request does is the same each time.
        await using var hub = await StartAsync(firstAttempts: 0);
        await WarmAsync(hub, "0");
        var first = await AddressAsync(hub, "first");
        hub.Process.Probe.Start(counts: _ => RunningFunction.Name == "EnterDeposit");
        Assert.Equal(202, await TryAsync(hub, first, Hash("first"), "first"));
        var calls = hub.Process.Probe.Calls.Count;
        Assert.InRange(calls, 9, 16);

        var struck = new List<string>();
        foreach (var (call, fault) in Enumerable.Range(1, calls).SelectMany(call => Faults.Select(fault => (call, fault))))
        {
            // Nobody remembers this address, so that it is read; the day is remembered that a life's first order enters.
            var customer = $"{call}-{fault}";
            await WarmAsync(hub, customer);
            var (address, transaction) = (await AddressAsync(hub, customer), Hash(customer));
            hub.Process.Probe.Start(one => one.Number == call ? fault : StorageFault.None, counts: _ => RunningFunction.Name == "EnterDeposit");
            var request = TryAsync(hub, address, transaction, customer);
            struck.Add($"{fault} {(await hub.Process.Probe.Struck.WaitAsync(Hub.Patience)).Name}");
            if (fault == StorageFault.LoseAnswer)
            {
                Assert.Equal(202, await request);
            }
            else
            {
                hub.Process.Kill();
                await request.WaitAsync(Hub.Patience);
                await hub.BringUpAsync();
            }

            Assert.Equal(202, await TryAsync(hub, address, transaction, customer));
            var id = OrderId.OfTransaction("alpha", transaction);
            await Eventually.TrueAsync(
                () => Task.FromResult(hub.Sandbox.Merchant.Received.Items.Any(webhook => (string?)Hub.DataOf(webhook)["id"] == id)),
                Hub.Patience,
                $"the merchant is told after {struck[^1]}"
            );
            var order = OrderRows.Order(Assert.Single(await hub.RowsAsync(TableNames.Orders, $"{id}|order")));
            Assert.Equal((OrderStatus.NeedsReview, 1, "alice"), (order.Status, order.Version, order.Entry?.By));
            await Eventually.TrueAsync(
                async () =>
                    (await hub.CallAsync(hub.Operator.Key, HttpMethod.Get, "/ops/reviews?limit=100")).Body!["data"]!
                        .AsArray()
                        .Any(one => (string?)one!["order"]!["id"] == id),
                Hub.Patience,
                $"it stands in the list of reviews after {struck[^1]}"
            );
        }

        output.WriteLine(string.Join("; ", struck));
    }

    private static async Task WarmAsync(Hub hub, string name) =>
        Assert.Equal(202, await TryAsync(hub, await AddressAsync(hub, "warm"), Hash($"warm {name}"), "warm"));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>The status; 0 when the connection broke.</summary>
    private static async Task<int> TryAsync(Hub hub, string address, string transaction, string customer)
    {
        try
        {
            return (await EnterAsync(hub, hub.Operator, address, transaction, customer: customer)).Status;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }
}
