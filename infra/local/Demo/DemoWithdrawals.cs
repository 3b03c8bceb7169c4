using PaymentHub.Local.Settings;

namespace PaymentHub.Local.Demo;

/// <summary>A withdrawal through each provider, asked for as a merchant does and paid as the provider's people do.</summary>
internal sealed class DemoWithdrawals(JsonCalls hub, BackOffice office)
{
    private const string Path = "v1/withdrawals";

    // When the provider is asked before it has paid: on a busy machine.
    private static readonly string[] Processing = ["withdrawal.processing"];

    // From Pay Protocol's documentation; nothing leaves the sandbox.
    private const string TronAddress = "TA1AtPt6bRfFgc4KuXJb9LrJrqxeXiaV2A";

    private static readonly string[] Completed = ["withdrawal.submitted", "withdrawal.completed"];
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public IReadOnlyList<Play> Plays =>
        [
            new(
                "pay_protocol",
                "customer-4",
                "7.25",
                "USDT",
                Completed,
                Path,
                async (play, cancellationToken) =>
                    await office.PayPayProtocolAsync(
                        await SubmitAsync(DemoAccounts.Pay, play, "tron", TronAddress, cancellationToken),
                        cancellationToken
                    )
            )
            {
                MayCome = Processing,
            },
            new(
                "usdt_gateway",
                "customer-5",
                "12.5",
                "USDT",
                Completed,
                Path,
                async (play, cancellationToken) =>
                    await office.PayGatewayAsync(
                        await SubmitAsync(DemoAccounts.Usdt, play, "tron", TronAddress, cancellationToken),
                        cancellationToken
                    )
            )
            {
                MayCome = Processing,
            },
            new(
                "mpay",
                "customer-6",
                "40",
                "CNY",
                Completed,
                Path,
                async (play, cancellationToken) =>
                    await office.PayMPayAsync(
                        await SubmitAsync(DemoAccounts.MPay, play, "mpay", "wallet-of-customer-6", cancellationToken),
                        cancellationToken
                    )
            )
            {
                MayCome = Processing,
            },
        ];

    /// <summary>Asks for a withdrawal and waits until its provider has it.</summary>
    /// <returns>The id of the order.</returns>
    private async Task<string> SubmitAsync(string account, Play play, string network, string address, CancellationToken cancellationToken)
    {
        var wanted = new
        {
            account,
            customer_id = play.Customer,
            amount = play.Amount,
            currency = play.Currency,
            network,
            address,
            reference = play.Reference,
        };
        var order = await hub.PostAsync<HubOrder>(Path, wanted, cancellationToken);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Deadline);
        while (order.Status is "created" or "submitting")
        {
            try
            {
                await Task.Delay(Pause, deadline.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new DemoException($"The withdrawal {order.Id} is still {order.Status} after {Deadline.TotalSeconds:0} seconds.");
            }

            order = await hub.GetAsync<HubOrder>($"{Path}/{order.Id}", cancellationToken);
        }

        return order.Id;
    }
}
