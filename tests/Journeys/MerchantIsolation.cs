using System.Text.Json;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys;

/// <summary>Merchant beta walks every route of the API with ids of alpha's: to beta, nothing of it exists.</summary>
public sealed class MerchantIsolation
{
    private const string Customer = "ALPHAS-CUSTOMER";

    /// <summary>Under this name the address stands that was issued to alpha's customer; no route begins so.</summary>
    private const string Address = "address";

    [Fact]
    public async Task What_is_another_merchant_s_does_not_exist_on_any_route()
    {
        var world = new MerchantApiWorld();
        await world.InitializeAsync();
        try
        {
            var ids = await PrepareAsync(world.Hub);
            var routes = AppRoute.All.Where(route => route.IsMerchants).ToList();

            Assert.NotEmpty(routes);
            foreach (var route in routes)
                await WalkAsync(world, route, ids);
        }
        finally
        {
            await world.DisposeAsync();
        }
    }

    /// <summary>Ids of alpha's, by the beginning of the routes that take them.</summary>
    private static async Task<Dictionary<string, string>> PrepareAsync(Hub hub)
    {
        var deposit = await DepositSteps.MPayAsync(hub, hub.Alpha, "ALPHAS-DEPOSIT", Customer);
        await hub.Sandbox.MPay.PayAsync(deposit);
        await hub.WebhookAsync(hub.Alpha, "deposit.completed");
        var (issued, address) = await hub.PostAsync(
            hub.Alpha,
            "/v1/deposit-addresses",
            new { account = hub.Alpha.GatewayAccount, customer_id = Customer }
        );
        Assert.Equal(200, issued);
        var ids = new Dictionary<string, string>
        {
            ["/v1/deposits/{id}"] = deposit,
            ["/v1/events/{id}"] = $"evt_{deposit}_1",
            ["/v1/endpoints/{endpoint}"] = "alphas_own",
            ["/v1/api-keys/{key}"] = "alphas_own",
            [Address] = (string)address!["addresses"]![0]!["address"]!,
        };

        var (status, withdrawal) = await hub.PostAsync(
            hub.Alpha,
            "/v1/withdrawals",
            new
            {
                account = hub.Alpha.GatewayAccount,
                customer_id = Customer,
                amount = "5",
                currency = "USDT",
                network = "tron",
                address = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8",
                reference = "ALPHAS-PAYOUT",
            }
        );
        Assert.Equal(202, status);
        ids["/v1/withdrawals/{id}"] = (string)withdrawal!["id"]!;
        return ids;
    }

    private static async Task WalkAsync(MerchantApiWorld world, AppRoute route, Dictionary<string, string> ids)
    {
        if (!route.Parameters.Any())
        {
            await WalkWithoutIdAsync(world, route, ids);
            return;
        }

        var (prefix, id) = ids.SingleOrDefault(pair => route.Path.StartsWith(pair.Key, StringComparison.Ordinal));
        Assert.True(id is not null, $"Say what id of alpha's {route} takes.");
        var path = route.Path.Replace($"{{{route.Parameters.Single()}}}", id, StringComparison.Ordinal);
        var unknown = route.Path.Replace($"{{{route.Parameters.Single()}}}", id[..^3] + (id[^1] == '1' ? "000" : "111"), StringComparison.Ordinal);

        // A key with every role: that one may not approve must not be why it does not see.
        foreach (var key in (string[])[world.Hub.Beta.ApiKey, world.BetaApproverKey])
        {
            var answer = await SendAsync(world, route, path, key, Body(route, world.Hub.Alpha));
            var nothing = await SendAsync(world, route, unknown, key, Body(route, world.Hub.Alpha));

            Assert.Equal((nothing.Status, nothing.TextWithoutId, route.ToString()), (answer.Status, answer.TextWithoutId, route.ToString()));
            Assert.True(answer.Status is 404 or 403, $"{route}: {answer.Status} {answer.Text}");
            AssertTellsNothing(answer, route, ids);
        }

        var own = await SendAsync(world, route, path, world.Hub.Alpha.ApiKey, Body(route, world.Hub.Alpha));
        // An endpoint's id is a name within its merchant: both have the same, and that of nobody's is asked for.
        var isNamed = route.Path.StartsWith("/v1/endpoints", StringComparison.Ordinal);
        Assert.True((own.Status != 404 || isNamed) && own.Status < 500, $"{route} does not find what is alpha's either: {own.Text}");
    }

    // Neither merchant's keys have the role: whose an endpoint or a key is comes after that.
    private static bool NeedsAdmin(AppRoute route) =>
        route.Path.StartsWith("/v1/api-keys", StringComparison.Ordinal)
        || (route.Path.StartsWith("/v1/endpoints", StringComparison.Ordinal) && route.Method != "get");

    private static async Task WalkWithoutIdAsync(MerchantApiWorld world, AppRoute route, Dictionary<string, string> ids)
    {
        var (alpha, beta) = (world.Hub.Alpha, world.Hub.Beta);
        string[] queries =
            route.Method == "get"
                ?
                [
                    "",
                    "?limit=100",
                    $"?customer_id={Customer}",
                    $"?account={alpha.GatewayAccount}&customer_id={Customer}",
                    $"?account={beta.GatewayAccount}&customer_id={Customer}",
                    $"?after={ids["/v1/events/{id}"]}",
                ]
                : [""];
        foreach (var query in queries)
        {
            var answer = await SendAsync(world, route, route.Path + query, beta.ApiKey, Body(route, alpha));

            AssertTellsNothing(answer, route, ids);
            // An account or an event of alpha's that is named does not exist.
            if (query.Contains(alpha.GatewayAccount, StringComparison.Ordinal) || query.Contains("after", StringComparison.Ordinal))
                Assert.Equal((NeedsAdmin(route) ? 403 : 400, route.ToString()), (answer.Status, route.ToString()));
            if (!NeedsAdmin(route) && route.Method == "post" && Body(route, alpha)?.ContainsKey("account") == true)
                Assert.Contains("account", answer.AssertProblem(400, "invalid_request").Fields);
        }
    }

    /// <summary>A body of that route's in which the account is alpha's; null when it takes none.</summary>
    private static Dictionary<string, object>? Body(AppRoute route, TestMerchant alpha)
    {
        if (ApiFiles.Body(route)?.Examples?.Values.First().Value is not { } example)
            return null;
        var body = example.Deserialize<Dictionary<string, object>>()!;
        if (body.ContainsKey("account"))
            body["account"] = alpha.GatewayAccount;
        return body;
    }

    private static Task<MerchantApiAnswer> SendAsync(
        MerchantApiWorld world,
        AppRoute route,
        string path,
        string key,
        Dictionary<string, object>? body
    ) =>
        body is null
            ? world.SendAsync(new HttpMethod(route.Method.ToUpperInvariant()), path, $"Bearer {key}")
            : world.SendAsync(HttpMethod.Parse(route.Method), path, body, $"Bearer {key}");

    private static void AssertTellsNothing(MerchantApiAnswer answer, AppRoute route, Dictionary<string, string> ids)
    {
        foreach (var secret in (IEnumerable<string>)[.. ids.Values, "alpha_mpay", "alpha_pay", "ALPHAS-DEPOSIT", "ALPHAS-PAYOUT"])
            Assert.False(answer.Text.Contains(secret, StringComparison.Ordinal), $"{route} tells {secret}: {answer.Text}");
    }
}
