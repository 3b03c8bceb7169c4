using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys.Worlds;

/// <summary>
/// The whole app with one further account of alpha's, whose provider is scripted: it pays, counts what it paid by order, and
/// answers queries by that count. The outbox relay runs every second.
/// </summary>
internal sealed class WithdrawalWorld : IAsyncDisposable
{
    private readonly HttpClient _client = new();

    private WithdrawalWorld(FakeProviderAccount provider) => Provider = provider;

    public FakeProviderAccount Provider { get; }

    public Hub Hub { get; private set; } = null!;

    /// <summary>A key of alpha's that may only approve.</summary>
    public string ApproverKey { get; } = RandomNumberGenerator.GetHexString(40, lowercase: true);

    /// <summary>How often each order was paid.</summary>
    public ConcurrentDictionary<string, int> Paid { get; } = [];

    public static async Task<WithdrawalWorld> StartAsync(params (string Name, string Value)[] accountSettings)
    {
        var world = new WithdrawalWorld(new FakeProviderAccount());
        world.Provider.Pays = (request, _) => Task.FromResult(world.Pay(request, new SubmissionResult.Accepted($"p-{request.OrderId}")));
        world.Provider.Answer = new ProviderResult<Notice>.Unavailable("the test wants no answer");
        const string Root = "PaymentHub:Merchants:alpha";
        var settings = new Dictionary<string, string?>
        {
            ["OutboxRelaySchedule"] = "* * * * * *",
            ["PaymentHub:Outbox:Grace"] = "00:00:01",
            ["PaymentHub:Outbox:Repeat"] = "00:00:01",
            ["PaymentHub:Withdrawals:SendWindow"] = "00:00:05",
            ["PaymentHub:Withdrawals:QuietPeriod"] = "00:00:01",
            [$"{Root}:Accounts:alpha_scripted:Provider"] = "scripted",
            [$"{Root}:Accounts:alpha_scripted:BaseUrl"] = "https://scripted.example",
            [$"{Root}:Accounts:alpha_scripted:CallbackIds:0"] = "callbackidcallbackidcallbackid",
            [$"{Root}:Accounts:alpha_scripted:Withdrawals"] = "on",
            [$"{Root}:ApiKeys:1:Sha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(world.ApproverKey))),
            [$"{Root}:ApiKeys:1:Owner"] = "treasurer",
            [$"{Root}:ApiKeys:1:Roles"] = "approver",
        };
        foreach (
            var account in (string[])
                [
                    "alpha:Accounts:alpha_pay",
                    "alpha:Accounts:alpha_usdt",
                    "alpha:Accounts:alpha_mpay",
                    "beta:Accounts:beta_pay",
                    "beta:Accounts:beta_usdt",
                    "beta:Accounts:beta_mpay",
                ]
        )
        {
            settings[$"PaymentHub:Merchants:{account}:Settings:RequestTimeout"] = "00:00:04";
        }

        foreach (var (name, value) in accountSettings)
            settings[$"{Root}:Accounts:alpha_scripted:{name}"] = value;
        world.Hub = await Hub.StartAsync(settings, services: services => services.AddSingleton<IProvider>(new ScriptedProvider(world.Provider)));
        return world;
    }

    /// <summary>Counts a payment.</summary>
    public SubmissionResult Pay(WithdrawalRequest request, SubmissionResult answer)
    {
        Paid.AddOrUpdate(request.OrderId, 1, (_, before) => before + 1);
        return answer;
    }

    public static Dictionary<string, object?> Withdrawal(string reference, string amount = "10") =>
        new()
        {
            ["account"] = "alpha_scripted",
            ["customer_id"] = "u-1",
            ["amount"] = amount,
            ["currency"] = "USDT",
            ["network"] = "tron",
            ["address"] = "TA",
            ["reference"] = reference,
        };

    public Task<(int Status, JsonNode? Body)> CreateAsync(string reference, string amount = "10") =>
        Hub.PostAsync(Hub.Alpha, "/v1/withdrawals", Withdrawal(reference, amount));

    public async Task<(int Status, JsonNode? Body)> PostAsync(string path, string key, object? body = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Hub.Address, path))
        {
            Content = body is null ? null : JsonContent.Create(body),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await _client.SendAsync(request);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync()));
    }

    /// <summary>Waits until a withdrawal is in one of some states.</summary>
    public async Task<JsonNode> UntilAsync(string id, params string[] states)
    {
        JsonNode? order = null;
        await Eventually.TrueAsync(
            async () => Array.IndexOf(states, (string?)(order = (await Hub.GetAsync(Hub.Alpha, $"/v1/withdrawals/{id}")).Body)?["status"]) >= 0,
            Hub.Patience,
            $"{id} is {string.Join(" or ", states)}"
        );
        return order!;
    }

    public async ValueTask DisposeAsync()
    {
        await Hub.DisposeAsync();
        _client.Dispose();
    }
}
