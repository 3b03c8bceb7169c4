using PaymentHub.Local.Settings;

namespace PaymentHub.Local.Demo;

/// <summary>A deposit through each provider, asked for as a merchant does and paid as a payer does.</summary>
internal sealed class DemoDeposits(JsonCalls hub, Payer payer)
{
    private static readonly string[] Completed = ["deposit.completed"];
    private const string Path = "v1/deposits";

    public IReadOnlyList<Play> Plays =>
        [
            new(
                "pay_protocol",
                "customer-1",
                "10.5",
                "USDT",
                Completed,
                Path,
                async (play, cancellationToken) =>
                {
                    await IssueAddressAsync(DemoAccounts.Pay, play, cancellationToken);
                    return await payer.PayPayProtocolAsync(DemoAccounts.Pay, play.Customer, play.Amount, cancellationToken);
                }
            ),
            new(
                "usdt_gateway",
                "customer-2",
                "25.75",
                "USDT",
                Completed,
                Path,
                async (play, cancellationToken) =>
                {
                    await IssueAddressAsync(DemoAccounts.Usdt, play, cancellationToken);
                    return await payer.PayGatewayAsync(DemoAccounts.Usdt, play.Customer, play.Amount, cancellationToken);
                }
            ),
            new(
                "mpay",
                "customer-3",
                "100",
                "CNY",
                Completed,
                Path,
                async (play, cancellationToken) =>
                {
                    var wanted = new
                    {
                        account = DemoAccounts.MPay,
                        customer_id = play.Customer,
                        amount = play.Amount,
                        reference = play.Reference,
                    };
                    var order = await hub.PostAsync<HubOrder>(Path, wanted, cancellationToken);
                    return await payer.PayMPayAsync(DemoAccounts.MPay, order.Id, cancellationToken);
                }
            ),
        ];

    private Task<object> IssueAddressAsync(string account, Play play, CancellationToken cancellationToken) =>
        hub.PostAsync<object>("v1/deposit-addresses", new { account, customer_id = play.Customer }, cancellationToken);
}
