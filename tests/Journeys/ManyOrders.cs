using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Operations;
using PaymentHub.Reconciliation;
using PaymentHub.Sandbox.PayProtocol;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;
using Xunit.Abstractions;

namespace PaymentHub.Tests.Journeys;

/// <summary>
/// What reads, lists and checks cost with 200 orders that are over, and with ten times as many: the storage operations are counted, and none may cost
/// more. With the environment variable PAYMENTHUB_ORDERS it is so many instead of 2,000; the emulator takes minutes to keep 50,000.
/// </summary>
public sealed class ManyOrders(ITestOutputHelper output)
{
    private const int Few = 200;

    /// <summary>The lines of the provider's list.</summary>
    private const int Lines = 30;

    private static readonly int Many = int.TryParse(Environment.GetEnvironmentVariable("PAYMENTHUB_ORDERS"), out var wanted) ? wanted : 2_000;

    private readonly ShiftedClock _clock = new();

    [Fact]
    public async Task What_is_read_and_checked_costs_the_same_however_many_orders_there_are()
    {
        await using var hub = await StartAsync();
        await ListAtProviderAsync(hub);
        using var client = await SignedInAsync(hub);
        var orders = new SeededOrders(hub, _clock.GetUtcNow().AddMinutes(-10));

        await orders.GrowAsync(Few);
        // Once for what only a first look costs: an account's first sight, a key's first use.
        await CostsAsync(hub, client, orders);
        var few = await CostsAsync(hub, client, orders);
        var seeding = Stopwatch.StartNew();
        await orders.GrowAsync(Many);
        seeding.Stop();
        var many = await CostsAsync(hub, client, orders);

        output.WriteLine($"{Many - Few} orders written in {seeding.Elapsed.TotalSeconds:0} s; operations (and ms) with {Few} and {Many} of them:");
        foreach (var (name, cost) in many)
            output.WriteLine($"{few[name].Calls, 5} ({few[name].Took, 5:0}) {cost.Calls, 5} ({cost.Took, 5:0})  {name}");
        Assert.All(many, one => Assert.True(one.Value.Calls <= few[one.Key].Calls, $"{one.Key}: {one.Value.Calls}, not {few[one.Key].Calls}"));
        // What nothing costs is not there, or was not counted.
        Assert.Equal(["its lines, known"], many.Where(one => one.Value.Calls == 0).Select(one => one.Key));
        // A thousand rows at most are looked at, and the days.
        var rare = await CountAsync(hub, () => AskAsync(hub, "/v1/deposits?amount=999"));
        output.WriteLine($"{rare.Calls} for a page of orders of an amount that none has");
        Assert.InRange(rare.Calls, 2, 8);
    }

    /// <summary>What each costs, by name.</summary>
    private async Task<Dictionary<string, Cost>> CostsAsync(Hub hub, HttpClient client, SeededOrders orders)
    {
        // What was kept for half a minute is not any more.
        _clock.Advance(TimeSpan.FromSeconds(31));
        var costs = new Dictionary<string, Cost>();
        foreach (var path in Paths(hub, orders))
            costs[path] = await CountAsync(hub, () => AskAsync(hub, path));
        foreach (var path in Pages(orders))
            costs[path] = await CountAsync(hub, () => LookAsync(hub, client, path));
        costs["one integrity check"] = await CountAsync(hub, () => hub.Process.Services.GetRequiredService<IntegrityCheck>().RunAsync(default));

        // An instance that is new knows no line yet.
        await using var second = hub.MakeSecond();
        // How many of its lines look up an address before the first of them has, is their race.
        costs["its list, read anew"] = await ReadListAsync(hub, second, name => !name.StartsWith("addresses", StringComparison.Ordinal));
        costs["its list, known"] = await ReadListAsync(hub, second, _ => true);
        costs["its lines, known"] = await ReadListAsync(hub, second, name => !name.StartsWith("reconciliations", StringComparison.Ordinal));
        return costs;
    }

    private static IEnumerable<string> Paths(Hub hub, SeededOrders orders)
    {
        var (deposit, withdrawal) = (orders.Deposit, orders.Withdrawal);
        var (from, to) = (Day(deposit.CreatedAt.AddDays(-2)), Day(deposit.CreatedAt.AddDays(2)));
        string[] filters =
        [
            "",
            "&status=failed",
            "&status=failed&status=completed",
            $"&customer_id={SeededOrders.Customer}",
            $"&customer_id={SeededOrders.Customer}&status=completed",
            $"&amount=3&from={from}&to={to}",
            $"&from={from}&to={to}",
            $"&account={hub.Alpha.PayProtocolAccount}",
            $"&transaction_id={deposit.TransactionId}",
            $"&provider_order_id={deposit.ProviderOrderId}",
            $"&address={deposit.Address}",
        ];
        foreach (var filter in filters)
        {
            yield return $"/v1/deposits?limit=5{filter}";
            yield return $"/ops/orders?merchant=alpha&kind=deposit&limit=5{filter}";
        }

        var reference = $"reference={withdrawal.Request!.Reference}";
        yield return "/v1/withdrawals?limit=5";
        yield return $"/v1/withdrawals?{reference}";
        yield return $"/ops/orders?merchant=alpha&{reference}";
        yield return $"/ops/orders?transaction_id={deposit.TransactionId}";
        yield return $"/v1/deposits/{deposit.Id}";
        yield return $"/v1/deposits/{deposit.Id}/timeline";
        yield return $"/v1/withdrawals/{withdrawal.Id}";
        yield return $"/ops/orders/{deposit.Id}";
        yield return "/v1/events?limit=20";
        yield return "/v1/events?limit=20&sort=newest";
        yield return "/v1/events?limit=5&sort=newest&type=deposit.failed";
        yield return $"/v1/events?after={SeededOrders.EventOf(deposit)}&limit=2";
        yield return $"/v1/events/{SeededOrders.EventOf(deposit)}";
        foreach (var list in (string[])["accounts", "open-orders", "reviews", "quarantine", "dead-letters", "webhooks/failed", "integrity"])
            yield return $"/ops/{list}";
    }

    private static IEnumerable<string> Pages(SeededOrders orders) =>
        [
            "/console",
            "/console/orders?merchant=alpha&kind=deposit",
            $"/console/orders/{orders.Deposit.Id}",
            $"/console/find?q={orders.Deposit.TransactionId}",
            $"/console/find?q={orders.Withdrawal.Request!.Reference}",
            $"/console/find?q={SeededOrders.Customer}",
        ];

    private async Task<Hub> StartAsync()
    {
        // An evening, so that the day has orders enough for its figures.
        var now = _clock.GetUtcNow();
        _clock.Advance(now.Date.AddDays(1).AddHours(18) - now.UtcDateTime);
        return await Hub.StartAsync(
            new()
            {
                ["PaymentHub:MasterKeys:0"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
                // A share that is smaller than what there is.
                ["PaymentHub:Integrity:MaxOrders"] = "100",
            },
            options => options with { Time = _clock },
            services => services.AddSingleton<TimeProvider>(_clock)
        );
    }

    /// <summary>A list with lines, of which the hub has learned by reading it. It has looked after them, too.</summary>
    private async Task ListAtProviderAsync(Hub hub)
    {
        await DepositSteps.PrepareAsync(hub, "pay_protocol");
        hub.Sandbox.PayProtocol.Seed(
            new PayProtocolSeed
            {
                Account = hub.Alpha.Id,
                Uuid = "USER10001",
                Count = Lines,
                First = _clock.GetUtcNow().AddMinutes(-20),
                Step = TimeSpan.FromSeconds(1),
            }
        );
        await hub.Process.Services.GetRequiredService<ReconciliationScheduler>().RunAsync(default);
        await Eventually.TrueAsync(
            async () =>
                (await hub.RowsAsync(TableNames.Orders, "dep_")).Count(row => row.RowKey.EndsWith("|order", StringComparison.Ordinal)) == Lines,
            Hub.Patience,
            "the hub has learned of its lines"
        );
        await hub.SettleAsync();
        _clock.Advance(TimeSpan.FromMinutes(10));
        await hub.Process.Services.GetRequiredService<IntegrityCheck>().RunAsync(default);
        Assert.Empty(await hub.RowsAsync(TableNames.Orders, "recent|"));
    }

    private static async Task<Cost> ReadListAsync(Hub hub, HubProcess second, Func<string, bool> counts)
    {
        var store = second.Services.GetRequiredService<IReconciliationStore>();
        var due = (await store.FindAsync($"{hub.Alpha.PayProtocolAccount}|regular|deposit", default))!;
        second.Probe.Start(counts: counts);
        var watch = Stopwatch.StartNew();
        Assert.Null(await second.Services.GetRequiredService<ReconciliationRunner>().TryRunAsync(due, default));
        var cost = new Cost(second.Probe.Calls.Count, watch.Elapsed.TotalMilliseconds);
        Assert.Equal(Lines, (await store.FindAsync(Keys.Job(due.Value), default))!.Value.Counts.Seen);
        return cost;
    }

    /// <summary>The operations of one thing; the directory looks after itself besides.</summary>
    private static async Task<Cost> CountAsync(Hub hub, Func<Task> work)
    {
        hub.Process.Probe.Start(counts: name => !name.StartsWith("merchants", StringComparison.Ordinal));
        var watch = Stopwatch.StartNew();
        await work();
        return new Cost(hub.Process.Probe.Calls.Count, watch.Elapsed.TotalMilliseconds);
    }

    private static async Task AskAsync(Hub hub, string path)
    {
        var (status, body) = await hub.GetAsync(hub.Alpha, path);
        Assert.True(status == 200, $"{path}: {status} {body}");
    }

    private static async Task LookAsync(Hub hub, HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(hub.Address, path));
        Assert.True((int)answer.StatusCode is 200 or 303, $"{path}: {answer.StatusCode}");
    }

    private static async Task<HttpClient> SignedInAsync(Hub hub)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false });
        using var content = new FormUrlEncodedContent([KeyValuePair.Create("key", hub.Operator.Key)]);
        using var answer = await client.PostAsync(new Uri(hub.Address, "/console/sign-in"), content);
        client.DefaultRequestHeaders.Add("Cookie", Assert.Single(answer.Headers.GetValues("Set-Cookie")).Split(';')[0]);
        return client;
    }

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private sealed record Cost(int Calls, double Took);
}
