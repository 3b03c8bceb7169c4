using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Sandbox;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys.Worlds;

/// <summary>What journeys of deposits that are entered by hand begin with.</summary>
public abstract class EnteredDepositBench
{
    private protected const string Customer = "USER10001";

    private protected static string Transaction { get; } = string.Concat(Enumerable.Repeat("0aF9", 16));

    private protected ShiftedClock Clock { get; } = new();

    private protected async Task<Hub> StartAsync(int firstAttempts = 32) =>
        await Hub.StartAsync(
            new()
            {
                ["OutboxRelaySchedule"] = "*/1 * * * * *",
                ["PaymentHub:Outbox:Grace"] = "00:00:01",
                ["PaymentHub:Delivery:FirstAttempts"] = $"{firstAttempts}",
                ["PaymentHub:Merchants:alpha:Accounts:alpha_pay:Settings:PaymentOrders"] = "true",
            },
            // The clock is put forward, and with it the times in webhooks.
            options => options with { Merchant = options.Merchant with { TimestampTolerance = TimeSpan.FromHours(2) } },
            services => services.AddSingleton<TimeProvider>(Clock)
        );

    private protected static async Task<string> AddressAsync(Hub hub, string customer = Customer)
    {
        var (status, body) = await hub.PostAsync(
            hub.Alpha,
            "/v1/deposit-addresses",
            new { account = hub.Alpha.GatewayAccount, customer_id = customer }
        );
        Assert.Equal(200, status);
        return (string)body!["addresses"]![0]!["address"]!;
    }

    /// <summary>A payment whose callback never comes, and the address that it went to.</summary>
    private protected static async Task<(string Address, string Payment)> LoseAsync(Hub hub)
    {
        var address = await AddressAsync(hub);
        hub.Sandbox.Faults.Add(new Fault(SandboxProvider.Gateway, FaultKind.CallbackDropped));
        var recharge = await hub.Sandbox.Gateway.PayAsync(
            new()
            {
                Account = hub.Alpha.Id,
                Identify = Customer,
                Amount = "51.25",
                TransactionId = Transaction,
            }
        );
        return (address, recharge.OrderId);
    }

    private protected static Task<(int Status, JsonNode? Body)> EnterAsync(
        Hub hub,
        TestOperator by,
        string address,
        string? transaction = null,
        string evidence = "block 7, receipt by mail",
        string amount = "51.25",
        string currency = "usdt",
        string? network = null,
        string customer = Customer,
        string? account = null
    ) =>
        hub.CallAsync(
            by.Key,
            HttpMethod.Post,
            "/ops/deposits",
            new JsonObject
            {
                ["account"] = account ?? hub.Alpha.GatewayAccount,
                ["customer_id"] = customer,
                ["address"] = address,
                ["transaction_id"] = transaction ?? Transaction,
                ["amount"] = amount,
                ["currency"] = currency,
                ["network"] = network ?? "tron",
                ["evidence"] = evidence,
            }
        );
}
