using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys.Worlds;

/// <summary>
/// What the other merchants do meanwhile, without a pause: each takes deposits at every provider, pays out, and reads. Every request has to be
/// answered as always, and every webhook has to come.
/// </summary>
internal sealed class OnboardingLoad : IDisposable
{
    private static readonly string[] Providers = ["pay_protocol", "usdt_gateway", "mpay"];

    private readonly Hub _hub;
    private readonly CancellationTokenSource _end = new();
    private readonly List<(TestMerchant Merchant, string Event, Task<List<string>> Stream)> _streams = [];

    public OnboardingLoad(Hub hub)
    {
        _hub = hub;
        foreach (var merchant in hub.Merchants)
        {
            foreach (var provider in Providers)
                _streams.Add((merchant, "deposit.completed", DepositsAsync(merchant, provider)));
            _streams.Add((merchant, "withdrawal.completed", WithdrawalsAsync(merchant)));
        }
    }

    /// <summary>Ends it, and says whom each webhook has to tell of: a merchant, an event and a customer.</summary>
    public async Task<IReadOnlyList<(string Merchant, string Event, string Customer)>> EndAsync()
    {
        await _end.CancelAsync();
        var all = new List<(string, string, string)>();
        foreach (var (merchant, type, stream) in _streams)
        {
            var customers = await stream;
            Assert.NotEmpty(customers);
            all.AddRange(customers.Select(customer => (merchant.Id, type, customer)));
        }

        return all;
    }

    /// <summary>What the others' endpoints have been told of that is over, each once.</summary>
    public IEnumerable<(string Merchant, string Event, string Customer)> Told() =>
        _hub
            .Sandbox.Merchant.Received.Items.Where(webhook => webhook.Verified && _hub.Merchants.Any(merchant => merchant.Id == webhook.Endpoint))
            .Select(webhook => (webhook.Endpoint, Hub.TypeOf(webhook), (string)Hub.DataOf(webhook)["customer_id"]!))
            .Where(told => told.Item2.EndsWith(".completed", StringComparison.Ordinal))
            .Distinct();

    public void Dispose() => _end.Dispose();

    private async Task<List<string>> DepositsAsync(TestMerchant merchant, string provider)
    {
        var customers = new List<string>();
        while (!_end.IsCancellationRequested)
        {
            var customer = $"{provider}-{customers.Count}";
            var pay = await DepositSteps.PrepareAsync(_hub, provider, customer, merchant);
            await pay();
            customers.Add(customer);
            foreach (var path in (string[])[$"/v1/deposits?customer_id={customer}", "/v1/accounts", "/v1/events"])
                Assert.Equal(200, (await _hub.GetAsync(merchant, path)).Status);
        }

        return customers;
    }

    private async Task<List<string>> WithdrawalsAsync(TestMerchant merchant)
    {
        var customers = new List<string>();
        while (!_end.IsCancellationRequested)
        {
            var customer = $"payee-{customers.Count}";
            var wanted = Payouts.Wanted("mpay", $"payout-{customers.Count}");
            (wanted["account"], wanted["customer_id"]) = (merchant.MPayAccount, customer);
            var (status, order) = await _hub.PostAsync(merchant, "/v1/withdrawals", wanted);
            Assert.True(status == 202, $"{status} {order}");
            var id = (string)order!["id"]!;
            await _hub.Sandbox.Merchant.WaitForAsync(
                webhook => Hub.TypeOf(webhook) == "withdrawal.submitted" && (string)Hub.DataOf(webhook)["id"]! == id,
                Hub.Patience
            );
            await Payouts.SettleAsync(_hub, "mpay", id);
            customers.Add(customer);
            Assert.Equal(200, (await _hub.GetAsync(merchant, $"/v1/withdrawals/{id}")).Status);
        }

        return customers;
    }
}
