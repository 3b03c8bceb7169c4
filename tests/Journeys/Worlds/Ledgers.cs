using System.Globalization;
using System.Text.Json.Nodes;
using PaymentHub.Money;
using PaymentHub.Orders;
using PaymentHub.Sandbox.MPay;
using PaymentHub.Sandbox.PayProtocol;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys.Worlds;

/// <summary>
/// Alpha's money three times, a line for each payment in either direction that was made: as its providers have it, as the hub's orders have it, and
/// as its endpoint was told. A payment that somebody counts twice is there twice.
/// </summary>
internal sealed record Ledgers(IReadOnlyList<string> Providers, IReadOnlyList<string> Orders, IReadOnlyList<string> Told)
{
    private const decimal SmallestUnits = 1_000_000;

    /// <summary>What one of them has that another has not, in words; nothing when all agree.</summary>
    public IReadOnlyList<string> Differences =>
        [.. Between("the providers", Providers, "the orders", Orders), .. Between("the orders", Orders, "what was told", Told)];

    /// <summary>How many payments each of them has, what is wrong with them, and what else there is to count, as a table.</summary>
    public string Table(params ReadOnlySpan<(string What, int Count)> others)
    {
        List<(string What, int Count)> rows =
        [
            ("payments at the providers", Providers.Count),
            ("completed orders", Orders.Count),
            ("payments told", Told.Count),
            ("lost: at the providers and in no order", Beyond(Providers, Orders, "").Count()),
            ("doubled, wrong or forged: in orders and not at the providers", Beyond(Orders, Providers, "").Count()),
            ("orders that were not told", Beyond(Orders, Told, "").Count()),
            ("told twice or wrongly", Beyond(Told, Orders, "").Count()),
            (
                "withdrawals paid twice",
                Providers.Where(line => line.StartsWith("withdrawal", StringComparison.Ordinal)).CountBy(line => line).Count(one => one.Value > 1)
            ),
            .. others,
        ];
        return "| | |\n|---|---|\n" + string.Concat(rows.Select(row => $"| {row.What} | {row.Count} |\n"));
    }

    /// <param name="told">The bodies of the verified webhooks, each event's once.</param>
    public static async Task<Ledgers> ReadAsync(Hub hub, IEnumerable<JsonNode> told) =>
        new(
            [
                .. hub
                    .Sandbox.PayProtocol.Recharges.Where(one => one.Account == hub.Alpha.Id && one.RechargeStatus == RechargeStatus.Success)
                    .Select(one => Line("deposit", $"alpha_pay/{one.RechargeId}", Decimal(one.RechargeAmount) / SmallestUnits, "USDT")),
                .. hub.Sandbox.Gateway.Recharges.Select(one => Line("deposit", $"alpha_usdt/{one.OrderId}", Decimal(one.Amount), "USDT")),
                .. hub
                    .Sandbox.MPay.Orders.Where(one => one.Status == MPayStatus.Finish)
                    .Select(one => Line("deposit", one.MerchOrderId, Decimal(one.Amount), one.Currency)),
                .. hub.Sandbox.Withdrawals.Where(one => one.Paid).Select(one => Line("withdrawal", one.OrderId!, one.Amount, one.Currency)),
            ],
            [.. (await OrdersAsync(hub)).Where(order => order.Status == OrderStatus.Completed).Select(Line)],
            [
                .. told.Where(webhook => ((string)webhook["type"]!).EndsWith(".completed", StringComparison.Ordinal))
                    .Select(webhook => Line(((string)webhook["type"]!).Split('.')[0], webhook["data"]!)),
            ]
        );

    public static async Task<List<Order>> OrdersAsync(Hub hub) =>
        [
            .. (await hub.RowsAsync(TableNames.Orders))
                .Where(row => row.RowKey.EndsWith("|order", StringComparison.Ordinal))
                .Select(row => OrderRows.Order(row)),
        ];

    private static IEnumerable<string> Between(string one, IReadOnlyList<string> lines, string other, IReadOnlyList<string> others) =>
        Beyond(lines, others, $"{one} have, and {other} not").Concat(Beyond(others, lines, $"{other} have, and {one} not"));

    private static IEnumerable<string> Beyond(IEnumerable<string> lines, IEnumerable<string> others, string words)
    {
        var left = others.CountBy(line => line).ToDictionary();
        foreach (var line in lines)
        {
            if (left.GetValueOrDefault(line) > 0)
                left[line]--;
            else
                yield return $"{words}: {line}";
        }
    }

    private static string Line(Order order) =>
        Line(
            SnakeCaseEnum.Of(order.Kind),
            order.Request is null ? $"{order.AccountId}/{order.ProviderOrderId}" : order.Id,
            order.Amount!.Value,
            order.Currency!
        );

    private static string Line(string kind, JsonNode order) =>
        Line(
            kind,
            order["reference"] is null ? $"{order["account"]}/{order["provider_order_id"]}" : (string)order["id"]!,
            Decimal((string)order["amount"]!),
            (string)order["currency"]!
        );

    private static string Line(string kind, string key, decimal amount, string currency) => $"{kind} {key}: {Amounts.Format(amount)} {currency}";

    private static decimal Decimal(string text) => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
