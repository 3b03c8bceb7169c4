using System.Globalization;
using PaymentHub.Orders;
using PaymentHub.Sandbox;
using PaymentHub.Sandbox.MPay;
using PaymentHub.Sandbox.PayProtocol;
using PaymentHub.Sandbox.Wire;
using PaymentHub.Sandbox.Withdrawals;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys.Worlds;

/// <summary>The same withdrawal at each provider, from the merchant's request to the provider's payment.</summary>
internal static class Payouts
{
    public const string Amount = "25";

    /// <summary>The code that the accounts list as a definite refusal.</summary>
    public const string RefusalCode = "4711";

    /// <summary>Where the money goes on TRON.</summary>
    public const string Wallet = "TA1AtPt6bRfFgc4KuXJb9LrJrqxeXiaV2A";

    /// <summary>Settings with which the hub asks a provider so seldom that callbacks alone move its orders.</summary>
    public static (string Name, string Value)[] Seldom { get; } = [("PaymentHub:Retry:First", "00:10:00"), ("PaymentHub:Retry:Max", "00:10:00")];

    /// <summary>What the sandbox's providers mean by their codes, as an account has to be told.</summary>
    public static Dictionary<string, string?> Settings(params ReadOnlySpan<(string Name, string Value)> others)
    {
        const string Accounts = "PaymentHub:Merchants:alpha:Accounts";
        var settings = new Dictionary<string, string?>
        {
            [$"{Accounts}:alpha_pay:Settings:NotFoundCodes"] = "10006",
            [$"{Accounts}:alpha_mpay:Settings:NotFoundCodes"] = "1007",
            ["PaymentHub:RateLimit:PerSecond"] = "10000",
            ["PaymentHub:RateLimit:Burst"] = "10000",
        };
        foreach (var account in (string[])["alpha_pay", "alpha_usdt", "alpha_mpay"])
            settings[$"{Accounts}:{account}:Settings:RefusalCodes"] = RefusalCode;
        foreach (var (name, value) in others)
            settings[name.StartsWith("Accounts:", StringComparison.Ordinal) ? $"PaymentHub:Merchants:alpha:{name}" : name] = value;
        return settings;
    }

    /// <summary>What alpha posts to /v1/withdrawals.</summary>
    public static Dictionary<string, object?> Wanted(string provider, string reference, string amount = Amount) =>
        new()
        {
            ["account"] = provider switch
            {
                "pay_protocol" => "alpha_pay",
                "usdt_gateway" => "alpha_usdt",
                _ => "alpha_mpay",
            },
            ["customer_id"] = "USER10001",
            ["amount"] = amount,
            ["currency"] = provider == "mpay" ? "CNY" : "USDT",
            ["network"] = provider == "mpay" ? "mpay" : "tron",
            ["address"] = provider == "mpay" ? "wallet-10001" : Wallet,
            ["reference"] = reference,
        };

    public static string IdOf(string reference) => OrderId.OfMerchant(OrderKind.Withdrawal, "alpha", reference);

    /// <summary>Asks for a withdrawal and returns its id.</summary>
    public static async Task<string> CreateAsync(Hub hub, string provider, string reference = "payout-1")
    {
        var (status, body) = await hub.PostAsync(hub.Alpha, "/v1/withdrawals", Wanted(provider, reference));
        Assert.True(status == 202, $"{status}: {body}");
        return (string)body!["id"]!;
    }

    /// <summary>The same, and waits until the provider has taken it and the hub knows.</summary>
    public static async Task<string> SubmitAsync(Hub hub, string provider)
    {
        var id = await CreateAsync(hub, provider);
        await hub.WebhookAsync(hub.Alpha, "withdrawal.submitted");
        return id;
    }

    public static SandboxProvider Of(string provider) =>
        provider switch
        {
            "pay_protocol" => SandboxProvider.PayProtocol,
            "usdt_gateway" => SandboxProvider.Gateway,
            _ => SandboxProvider.MPay,
        };

    /// <summary>The provider's endpoint that takes withdrawals.</summary>
    public static string Endpoint(string provider) =>
        provider switch
        {
            "pay_protocol" => "withdraw/apply",
            "usdt_gateway" => "v1/withdraw",
            _ => "user/down",
        };

    public static RequestLog Requests(Hub hub, string provider) =>
        provider switch
        {
            "pay_protocol" => hub.Sandbox.PayProtocol.Requests,
            "usdt_gateway" => hub.Sandbox.Gateway.Requests,
            _ => hub.Sandbox.MPay.Requests,
        };

    /// <summary>The provider pays it, or does not, and calls back.</summary>
    public static Task SettleAsync(Hub hub, string provider, string orderId, bool paid = true) =>
        provider switch
        {
            "pay_protocol" => hub.Sandbox.PayProtocol.Withdrawals.SettleAsync(orderId, paid ? WithdrawStatus.Success : WithdrawStatus.Failure),
            "usdt_gateway" => hub.Sandbox.Gateway.Withdrawals.SettleAsync(orderId, paid ? WithdrawalOutcome.Success : WithdrawalOutcome.Failure),
            _ => hub.Sandbox.MPay.Withdrawals.SettleAsync(orderId, paid ? MPayStatus.Finish : MPayStatus.Fail),
        };

    /// <summary>The provider pays everything that it has open under an id: a second one too, if there is a second one.</summary>
    public static async Task PayAllAsync(Hub hub, string orderId)
    {
        foreach (var open in hub.Sandbox.Withdrawals.Where(one => one.OrderId == orderId && one.Open))
        {
            await (
                open.Provider switch
                {
                    SandboxProvider.PayProtocol => hub.Sandbox.PayProtocol.Withdrawals.SettleAsync(
                        int.Parse(open.Id, CultureInfo.InvariantCulture),
                        WithdrawStatus.Success
                    ),
                    SandboxProvider.Gateway => hub.Sandbox.Gateway.Withdrawals.SettleAsync(
                        int.Parse(open.Id, CultureInfo.InvariantCulture),
                        WithdrawalOutcome.Success
                    ),
                    _ => (Task)hub.Sandbox.MPay.Withdrawals.SettleByIdAsync(open.Id, MPayStatus.Finish),
                }
            );
        }
    }

    /// <summary>The outbox entries that an order still has, or those that became dead letters.</summary>
    public static async Task<List<string>> EntriesAsync(Hub hub, string orderId, string kind = "due")
    {
        var keys = new List<string>();
        await foreach (
            var row in hub.Table(TableNames.Orders).QueryAsync<Azure.Data.Tables.TableEntity>($"RowKey ge '{kind}|' and RowKey lt '{kind}}}'")
        )
        {
            if (row.RowKey.Contains(orderId, StringComparison.Ordinal))
                keys.Add(row.RowKey);
        }

        return keys;
    }
}
