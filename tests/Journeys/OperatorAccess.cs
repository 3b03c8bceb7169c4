using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys;

/// <summary>Who may call /ops, and whose name stays with what was done.</summary>
public sealed class OperatorAccess
{
    [Fact]
    public async Task Every_operator_s_route_asks_for_a_key_and_for_the_role_that_is_described()
    {
        TestOperator[] operators = [new("viewer", "view"), new("worker", "operate"), new("treasurer", "money"), new("admin", "admin")];
        await using var hub = await Hub.StartAsync(operators.SelectMany(one => one.Settings()).ToDictionary());
        var routes = AppRoute.All.Where(route => route.IsOperators).ToList();

        Assert.True(routes.Count > 20);
        foreach (var route in routes)
        {
            var path = route.Parameters.Aggregate(route.Path, (text, name) => text.Replace($"{{{name}}}", "unknown", StringComparison.Ordinal));
            var needed = ApiFiles.Operation(route)!.Description!.Split("Role `")[1].Split('`')[0];
            foreach (var key in (string[])["nobody-s", hub.Alpha.ApiKey])
                Assert.Equal((401, "unauthorized"), Of(await hub.CallAsync(key, HttpMethod.Parse(route.Method), path, Body(route))));
            foreach (var one in operators)
            {
                var (status, body) = await hub.CallAsync(one.Key, HttpMethod.Parse(route.Method), path, Body(route));
                var may = needed == "view" || needed == one.Roles;
                Assert.True(
                    may ? status is 200 or 202 or 400 or 404 or 409 : (status, (string?)body!["code"]) == (403, "forbidden"),
                    $"{route} {one.Name}: {status} {body}"
                );
            }
        }
    }

    [Fact]
    public async Task An_operator_s_key_opens_nothing_of_a_merchant_s()
    {
        await using var hub = await Hub.StartAsync();

        Assert.Equal((401, "unauthorized"), Of(await hub.CallAsync(hub.Operator.Key, HttpMethod.Get, "/v1/deposits")));
    }

    [Fact]
    public async Task A_hub_without_operators_says_which_settings_make_one()
    {
        await using var hub = await Hub.StartAsync(
            new() { ["PaymentHub:Operators:alice:Sha256"] = "wrong", ["PaymentHub:Operators:bob:Roles"] = "none" }
        );

        var (status, body) = await hub.GetAsync(hub.Alpha, "/ops/queues");

        Assert.Equal((403, "no_operators"), (status, (string?)body!["code"]));
        Assert.Contains("PaymentHub__Operators__<name>__Sha256", (string?)body["detail"], StringComparison.Ordinal);
        Assert.Equal(200, (await hub.GetAsync(hub.Alpha, "/v1/deposits")).Status);
        Assert.Contains(
            hub.Log.Lines,
            line => line.Contains("PaymentHub__Operators__alice__Sha256 must be 64 hexadecimal digits.", StringComparison.Ordinal)
        );
        Assert.Contains(hub.Log.Lines, line => line.Contains("PaymentHub has no operators", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_client_that_tries_wrong_keys_waits_with_a_right_one_too_and_no_other_does()
    {
        await using var hub = await Hub.StartAsync(
            new() { ["PaymentHub:RateLimit:FailedBurst"] = "3", ["PaymentHub:RateLimit:FailedPerMinute"] = "1" }
        );
        using var client = new HttpClient { BaseAddress = hub.Address };

        // Without any key nothing is tried.
        Assert.All(await CallAsync("8.8.4.4", null, 5), status => Assert.Equal(HttpStatusCode.Unauthorized, status));
        Assert.Equal(
            [HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests],
            await CallAsync("9.9.9.9, 8.8.4.4:5012", "wrong", 4)
        );
        Assert.Equal([HttpStatusCode.TooManyRequests], await CallAsync("1.1.1.1, 8.8.4.4", hub.Operator.Key, 1));
        Assert.Equal([HttpStatusCode.OK], await CallAsync("8.8.4.4, 1.1.1.1", hub.Operator.Key, 1));
        Assert.Equal([HttpStatusCode.OK], await CallAsync("nonsense", hub.Operator.Key, 1));

        async Task<List<HttpStatusCode>> CallAsync(string from, string? key, int times)
        {
            var statuses = new List<HttpStatusCode>();
            for (var i = 0; i < times; i++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, "/ops/accounts");
                request.Headers.TryAddWithoutValidation("X-Forwarded-For", from);
                request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
                using var response = await client.SendAsync(request);
                Assert.Equal(response.StatusCode == HttpStatusCode.TooManyRequests, response.Headers.RetryAfter is not null);
                statuses.Add(response.StatusCode);
            }

            return statuses;
        }
    }

    [Theory]
    [InlineData("8.8.4.4", 200)]
    [InlineData("1.1.1.1, 8.8.4.4:5012", 200)]
    [InlineData("8.8.4.4, 1.1.1.1", 401)]
    [InlineData("1.1.1.1:8844", 401)]
    [InlineData(null, 401)]
    public async Task A_key_s_range_goes_by_the_platform_s_entry_and_never_by_the_caller_s_own(string? from, int expected)
    {
        await using var hub = await Hub.StartAsync(new() { ["PaymentHub:Merchants:alpha:ApiKeys:0:Addresses"] = "8.8.4.0/24" });
        using var client = new HttpClient { BaseAddress = hub.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/deposits");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", hub.Alpha.ApiKey);
        if (from is not null)
            request.Headers.TryAddWithoutValidation("X-Forwarded-For", from);

        using var response = await client.SendAsync(request);

        Assert.Equal(expected, (int)response.StatusCode);
    }

    [Fact]
    public async Task What_an_operator_does_carries_the_name()
    {
        await using var hub = await Hub.StartAsync();
        var url = new Uri(hub.Address, "/callbacks/" + hub.Alpha.CallbackId(hub.Alpha.MPayAccount));
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(
                400,
                (await SignedCallback.MPay(hub.Alpha.Keys.MPay, ("merchOrderId", $"{i}")).Altered("&sign=", "&sig=").PostAsync(url)).Status
            );
        }

        var refused = (await hub.GetAsync(hub.Alpha, "/ops/quarantine")).Body!["data"]!.AsArray().Select(item => (string)item!["id"]!).ToList();

        Assert.Equal(202, (await hub.CallAsync(hub.Alpha, HttpMethod.Post, $"/ops/quarantine/{refused[0]}/replay")).Status);
        Assert.Equal(200, (await hub.CallAsync(hub.Alpha, HttpMethod.Post, $"/ops/quarantine/{refused[1]}/discard")).Status);
        var report = await hub.CallAsync(hub.Alpha, HttpMethod.Post, $"/ops/accounts/{hub.Alpha.MPayAccount}/reports?from=2024-05-01&to=2024-05-02");
        var backfill = await hub.CallAsync(
            hub.Alpha,
            HttpMethod.Post,
            $"/ops/accounts/{hub.Alpha.PayProtocolAccount}/reconciliations?from=2024-05-01&to=2024-05-02"
        );

        var evidence = await hub.RowsAsync(TableNames.Callbacks, "callback|");
        Assert.Equal("alice", evidence.Single(row => row.GetString("Id") == refused[0]).GetString("ReplayedBy"));
        Assert.Equal("alice", evidence.Single(row => row.GetString("Id") == refused[1]).GetString("DiscardedBy"));
        Assert.All([report, backfill], asked => Assert.Equal((202, "alice"), (asked.Status, (string?)asked.Body!["requested_by"])));
        Assert.Contains(hub.Log.Lines, line => line.Contains($"Operator alice: POST /ops/quarantine/{refused[0]}/replay", StringComparison.Ordinal));
        Assert.DoesNotContain(hub.Log.Lines, line => line.Contains(hub.Operator.Key, StringComparison.Ordinal));
    }

    private static object? Body(AppRoute route) => route.Method == "get" ? null : new { };

    private static (int Status, string? Code) Of((int Status, JsonNode? Body) answer) => (answer.Status, (string?)answer.Body?["code"]);
}
