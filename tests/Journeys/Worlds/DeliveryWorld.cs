using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Orders;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Support;
using PaymentHub.Tests.Webhooks;

namespace PaymentHub.Tests.Journeys.Worlds;

/// <summary>Many orders of the merchant alpha with two or three events each, made
/// where notices are applied, and endpoints of the test's own.</summary>
internal static class DeliveryWorld
{
    /// <summary>The world, in which alpha has exactly these endpoints.</summary>
    public static Task<Hub> StartAsync(Dictionary<string, RecordingMerchant> endpoints, Dictionary<string, string?>? settings = null)
    {
        var all = new Dictionary<string, string?>
        {
            ["OutboxRelaySchedule"] = "*/1 * * * * *",
            ["PaymentHub:Outbox:Grace"] = "00:00:01",
            ["PaymentHub:Outbox:Repeat"] = "00:00:02",
        };
        foreach (var (name, merchant) in endpoints)
        {
            var root = $"PaymentHub:Merchants:alpha:Endpoints:{name}";
            all[$"{root}:Url"] = merchant.Url.AbsoluteUri;
            all[$"{root}:AllowLocal"] = "true";
            all[$"{root}:Secrets:0"] = "whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0";
            all[$"{root}:Schedule"] = "00:00:05,00:00:05,00:00:05";
        }

        foreach (var (name, value) in settings ?? [])
            all[name] = value;
        return Hub.StartAsync(all);
    }

    /// <summary>How many events an order gets: even ones are paid, odd ones contradicted afterwards.</summary>
    public static int EventsOf(int order) => order % 2 == 0 ? 2 : 3;

    /// <summary>An order's id.</summary>
    public static string IdOf(int order) =>
        OrderId.OfProvider(OrderKind.Deposit, "alpha", "alpha_usdt", "recharge", order.ToString(CultureInfo.InvariantCulture));

    /// <summary>Applies an order's notices, each until it is applied: whoever applied it may have died.</summary>
    /// <param name="applied">Is told of each event once it is stored: the order's id and the event's version.</param>
    public static async Task ApplyAsync(Hub hub, int number, Action<string, int>? applied = null)
    {
        var order = Samples.ProviderDeposit with
        {
            Id = IdOf(number),
            MerchantId = "alpha",
            AccountId = "alpha_usdt",
            Provider = "usdt_gateway",
            CreatedAt = TimeProvider.System.GetUtcNow(),
        };
        NoticeStatus[] said = [NoticeStatus.Pending, NoticeStatus.Completed, NoticeStatus.Failed];
        foreach (var (i, status) in said.Take(EventsOf(number)).Index())
        {
            var source = string.Create(CultureInfo.InvariantCulture, $"test/{number}/{i}");
            var again = false;
            await Eventually.TrueAsync(
                async () =>
                {
                    try
                    {
                        var updater = hub.Process.Services.GetRequiredService<OrderUpdater>();
                        await updater.ApplyOrCreateAsync(order, Samples.Deposit(status), new ChangeOrigin(source, again), default);
                        return true;
                    }
                    catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or AggregateException)
                    {
                        again = true;
                        return false;
                    }
                },
                Hub.Patience,
                "the notice is applied"
            );
            applied?.Invoke(order.Id, i + 1);
        }
    }
}
