using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using PaymentHub.Orders;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys;

/// <summary>Two operators enter one deposit by hand at once: while the one's request stands before a storage call, the other's is done.</summary>
public sealed class EnteredDepositRaces : EnteredDepositBench
{
    private const int LeastCalls = 6;

    [Theory]
    [InlineData("51.26", true)]
    [InlineData("51.25", false)]
    public async Task One_wins_and_who_has_said_otherwise_is_told_which_order_stands(string amount, bool otherwise)
    {
        // The queue makes the attempts: what one request does is the same each time.
        await using var hub = await StartAsync(firstAttempts: 0);
        var call = 0;
        while (true)
        {
            call++;
            var customer = $"customer{call}";
            var (address, transaction) = (await AddressAsync(hub, customer), Hash(customer));
            (int Status, JsonNode? Body)? other = null;
            hub.Process.Probe.Start(
                one => one.Number == call ? StorageFault.StandStill : StorageFault.None,
                _ => RunningFunction.Name == "EnterDeposit",
                async () => other = await EnterAsync(hub, hub.Second, address, transaction, customer: customer, amount: amount)
            );

            var first = await EnterAsync(hub, hub.Operator, address, transaction, customer: customer);

            // What a request leaves to be done behind its answer makes calls, too.
            await hub.SettleAsync();
            if (!hub.Process.Probe.Struck.IsCompleted)
                break;
            await Eventually.TrueAsync(() => Task.FromResult(other is not null), Hub.Patience, "the other operator is answered");
            var second = other!.Value;

            var order = OrderRows.Order(
                Assert.Single(await hub.RowsAsync(TableNames.Orders, $"{OrderId.OfTransaction("alpha", transaction)}|order"))
            );
            Assert.Equal((OrderStatus.NeedsReview, 1), (order.Status, order.Version));
            var (winner, loser) = order.Entry!.By == "alice" ? (first, second) : (second, first);
            Assert.Equal((202, order.Id, order.Entry.By), (winner.Status, (string?)winner.Body!["order"], (string?)winner.Body["requested_by"]));
            Assert.Equal(order.Entry.By == "alice" ? 51.25m : decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), order.Amount);
            Assert.Equal(order.Id, (string?)loser.Body!["order"]);
            Assert.Equal(
                otherwise ? (409, "entered_otherwise") : (202, order.Entry.By),
                (loser.Status, (string?)loser.Body[otherwise ? "code" : "requested_by"])
            );
        }

        Assert.True(call > LeastCalls, $"{call}");
        var orders = (await hub.RowsAsync(TableNames.Orders)).Count(row => row.RowKey.EndsWith("|order", StringComparison.Ordinal));
        Assert.Equal(call, orders);
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
