using System.Text.Json.Nodes;

namespace PaymentHub.Tests.Journeys;

/// <summary>Lists over HTTP: pages, filters, cursors, and what is refused.</summary>
public sealed class MerchantLists(MerchantApiWorld world) : IClassFixture<MerchantApiWorld>
{
    private string Beta => $"Bearer {world.Hub.Beta.ApiKey}";

    [Fact]
    public async Task Pages_lead_from_the_newest_to_the_oldest()
    {
        var ids = new List<string?>();
        for (var i = 0; i < 5; i++)
            ids.Insert(0, (await world.PostAsync("/v1/deposits", Deposit($"PAGE-{i}", "PAGER"))).Word("id"));

        var first = await world.GetAsync("/v1/deposits?customer_id=PAGER&limit=2");
        var second = await world.GetAsync($"/v1/deposits?customer_id=PAGER&limit=2&cursor={first.Word("next_cursor")}");
        var third = await world.GetAsync($"/v1/deposits?limit=2&cursor={second.Word("next_cursor")}&customer_id=PAGER");

        Assert.Equal(ids, new[] { first, second, third }.SelectMany(Ids));
        Assert.Equal([2, 2, 1], new[] { first, second, third }.Select(page => Ids(page).Count()));
        Assert.Null(third.Word("next_cursor"));
        Assert.Equal(["data", "next_cursor"], third.Body.AsObject().Select(member => member.Key));
        var one = await world.GetAsync($"/v1/deposits/{ids[4]}");
        Assert.True(JsonNode.DeepEquals(one.Body, third.Body["data"]![0]), $"The list has {third.Text}, the API answers {one.Text}.");
    }

    [Fact]
    public async Task A_cursor_is_good_for_its_list_and_its_owner_only()
    {
        for (var i = 0; i < 2; i++)
            await world.PostAsync("/v1/deposits", Deposit($"CURSOR-{i}", "CURSED"));
        var cursor = (await world.GetAsync("/v1/deposits?customer_id=CURSED&limit=1")).Word("next_cursor")!;
        Assert.Equal(200, (await world.GetAsync($"/v1/deposits?customer_id=CURSED&cursor={cursor}")).Status);

        MerchantApiAnswer[] others =
        [
            await world.GetAsync($"/v1/deposits?customer_id=CURSED&cursor={cursor}", Beta),
            await world.GetAsync($"/v1/deposits?cursor={cursor}"),
            await world.GetAsync($"/v1/deposits?customer_id=CURSED&status=failed&cursor={cursor}"),
            await world.GetAsync($"/v1/withdrawals?customer_id=CURSED&cursor={cursor}"),
            await world.GetAsync($"/v1/events?cursor={cursor}"),
            await world.GetAsync($"/v1/events?sort=newest&cursor={cursor}"),
            await world.GetAsync($"/v1/accounts?cursor={cursor}"),
            await world.GetAsync($"/v1/deposits?customer_id=CURSED&cursor={cursor}A"),
            await world.GetAsync($"/v1/deposits?customer_id=CURSED&cursor={(cursor[0] == 'A' ? 'B' : 'A')}{cursor[1..]}"),
        ];

        Assert.All(others, answer => Assert.Equal(["cursor"], answer.AssertProblem(400, "invalid_request").Fields));
    }

    [Fact]
    public async Task Orders_in_several_states_are_one_list()
    {
        var ids = new List<string?>();
        for (var i = 0; i < 3; i++)
            ids.Insert(0, (await world.PostAsync("/v1/deposits", Deposit($"STATES-{i}", "STATES"))).Word("id"));
        await world.SendAsync(HttpMethod.Post, $"/v1/deposits/{ids[1]}/cancel", $"Bearer {world.Hub.Alpha.ApiKey}");

        Assert.Equal([ids[0], ids[2]], Ids(await world.GetAsync("/v1/deposits?customer_id=STATES&status=awaiting_payment")));
        Assert.Equal([ids[1]], Ids(await world.GetAsync("/v1/deposits?customer_id=STATES&status=completed,expired")));
        Assert.Equal(ids, Ids(await world.GetAsync("/v1/deposits?customer_id=STATES&status=expired,awaiting_payment")));
        Assert.Equal(ids, Ids(await world.GetAsync("/v1/deposits?customer_id=STATES&status=expired%2Ccompleted&status=awaiting_payment")));
        var cursor = (await world.GetAsync("/v1/deposits?customer_id=STATES&limit=1&status=expired&status=awaiting_payment")).Word("next_cursor");
        Assert.Equal(ids[1..], Ids(await world.GetAsync($"/v1/deposits?customer_id=STATES&status=awaiting_payment,expired,expired&cursor={cursor}")));
        Assert.Equal(
            ["cursor"],
            (await world.GetAsync($"/v1/deposits?customer_id=STATES&status=awaiting_payment&cursor={cursor}"))
                .AssertProblem(400, "invalid_request")
                .Fields
        );
    }

    [Theory]
    [InlineData("/v1/deposits?status=", "status")]
    [InlineData("/v1/deposits?status=failed,", "status")]
    [InlineData("/v1/deposits?status=failed&status=", "status")]
    [InlineData("/v1/deposits?status=failed, completed", "status")]
    [InlineData("/v1/deposits?status=failed&status=submitted", "status")]
    [InlineData("/v1/deposits?limit=0", "limit")]
    [InlineData("/v1/deposits?limit=101", "limit")]
    [InlineData("/v1/deposits?limit=99999999999999999999", "limit")]
    [InlineData("/v1/deposits?limit=+5", "limit")]
    [InlineData("/v1/deposits?limit=", "limit")]
    [InlineData("/v1/deposits?limit=5&limit=6", "limit")]
    [InlineData("/v1/deposits?staus=failed", "staus")]
    [InlineData("/v1/deposits?Status=failed", "Status")]
    [InlineData("/v1/deposits?status=done", "status")]
    [InlineData("/v1/deposits?status=Failed", "status")]
    [InlineData("/v1/deposits?status=submitted", "status")]
    [InlineData("/v1/withdrawals?status=awaiting_payment", "status")]
    [InlineData("/v1/deposits?account=beta_mpay", "account")]
    [InlineData("/v1/deposits?account=nobody", "account")]
    [InlineData("/v1/deposits?customer_id=a%20b", "customer_id")]
    [InlineData("/v1/deposits?from=yesterday", "from")]
    [InlineData("/v1/deposits?from=2026-05-01T12:00:00", "from")]
    [InlineData("/v1/deposits?from=2026-13-01", "from")]
    [InlineData("/v1/deposits?from=0001-01-01T00:00:00%2B08:00", "from")]
    [InlineData("/v1/deposits?to=9999-12-31T23:59:59-08:00", "to")]
    [InlineData("/v1/deposits?from=2026-05-02&to=2026-05-02", "to")]
    [InlineData("/v1/deposits?from=2026-05-02&to=2026-05-01T23:00:00Z", "to")]
    [InlineData("/v1/deposits?cursor=%F0%9F%92%A5", "cursor")]
    [InlineData("/v1/deposits?cursor=' or 1 eq 1", "cursor")]
    [InlineData("/v1/events?after=evt_dep_00000000000000000000000000_1", "after")]
    [InlineData("/v1/events?after=evt_dep_00000000000000000000000000_99999999999999999999", "after")]
    [InlineData("/v1/events?after=' or 1 eq 1", "after")]
    [InlineData("/v1/events?status=failed", "status")]
    [InlineData("/v1/events?sort=up", "sort")]
    [InlineData("/v1/events?type=deposit.completed", "type")]
    [InlineData("/v1/events?sort=oldest&customer_id=USER10001", "customer_id")]
    [InlineData("/v1/events?sort=newest&after=evt_dep_00000000000000000000000000_1", "after")]
    [InlineData("/v1/events?sort=newest&type=deposit.done", "type")]
    [InlineData("/v1/events?sort=newest&account=beta_mpay", "account")]
    [InlineData("/v1/events?sort=newest&from=2026-05-01T12:00:00", "from")]
    [InlineData("/v1/events?sort=newest&from=2026-05-02&to=2026-05-02", "to")]
    [InlineData("/v1/accounts?account=alpha_mpay", "account")]
    public async Task What_a_list_does_not_take_is_refused_by_its_name(string path, string field)
    {
        var answer = await world.GetAsync(path);

        Assert.Equal([field], answer.AssertProblem(400, "invalid_request").Fields);
    }

    [Theory]
    [InlineData("from=2020-01-01")]
    [InlineData("from=2020-01-01T00:00:00%2B08:00")]
    [InlineData("to=2100-01-01T00:00:00.1234567Z")]
    [InlineData("from=0001-01-01")]
    [InlineData("to=9999-12-31T23:59:59.9999999Z")]
    [InlineData("from=0001-01-01&to=9999-12-31")]
    public async Task Any_sensible_time_is_taken(string query)
    {
        await world.PostAsync("/v1/deposits", Deposit("TIMES-1", "TIMED"));

        Assert.Single(Ids(await world.GetAsync($"/v1/deposits?customer_id=TIMED&{query}")));
        Assert.NotEmpty(Ids(await world.GetAsync($"/v1/deposits?{query}")));
    }

    [Fact]
    public async Task Before_the_first_time_there_is_nothing() => Assert.Empty(Ids(await world.GetAsync("/v1/deposits?to=0001-01-01")));

    [Fact]
    public async Task Another_merchant_s_orders_and_what_happened_to_them_look_like_none()
    {
        var id = (await world.PostAsync("/v1/deposits", Deposit("MINE-3", "MINE"))).Word("id");

        Assert.Equal([id], Ids(await world.GetAsync("/v1/deposits?customer_id=MINE")));
        Assert.Equal(200, (await world.GetAsync($"/v1/deposits/{id}/timeline")).Status);
        foreach (var path in (string[])["/v1/deposits", "/v1/deposits?customer_id=MINE", "/v1/withdrawals", "/v1/events", "/v1/events?sort=newest"])
            Assert.Equal("""{"data":[],"next_cursor":null}""", (await world.GetAsync(path, Beta)).Text);
        (await world.GetAsync($"/v1/deposits/{id}/timeline", Beta)).AssertProblem(404, "not_found");
        (await world.GetAsync($"/v1/withdrawals/{id}/timeline")).AssertProblem(404, "not_found");
        Assert.All(Ids(await world.GetAsync("/v1/accounts", Beta)), account => Assert.StartsWith("beta_", account, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Accounts_say_what_they_can_do()
    {
        var answer = await world.GetAsync("/v1/accounts");

        var accounts = answer.Body["data"]!.AsArray();
        Assert.Equal(["alpha_mpay", "alpha_pay", "alpha_usdt"], Ids(answer));
        Assert.Equal("""[{"currency":"CNY","network":"mpay"}]""", accounts[0]!["currencies"]!.ToJsonString());
        Assert.Contains(accounts[1]!["currencies"]!.AsArray(), currency => currency!.ToJsonString() == """{"currency":"USDT","network":"tron"}""");
        Assert.Equal("""[{"currency":"USDT","network":"tron"}]""", accounts[2]!["currencies"]!.ToJsonString());
        Assert.Equal(
            [(false, true), (true, false), (true, false)],
            accounts.Select(account => ((bool)account!["can"]!["issue_deposit_addresses"]!, (bool)account["can"]!["make_payment_pages"]!))
        );
    }

    [Fact]
    public async Task Every_answer_of_ours_is_closed_to_browsers()
    {
        string[] paths = ["/v1/deposits", "/v1/deposits/nonsense", "/health/live", "/ops/queues", "/v1/deposits?limit=0"];

        foreach (var path in paths)
        {
            var answer = await world.GetAsync(path);

            Assert.Equal("nosniff", answer.Headers["X-Content-Type-Options"]);
            Assert.Equal("no-store", answer.Headers["Cache-Control"]);
            Assert.Equal("default-src 'none'; frame-ancestors 'none'", answer.Headers["Content-Security-Policy"]);
            Assert.Equal("no-referrer", answer.Headers["Referrer-Policy"]);
            Assert.DoesNotContain(answer.Headers.Keys, name => name.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
        }

        // A browser that asks before a request of another origin is told the methods, and of no origin that may.
        var asked = await world.SendAsync(HttpMethod.Options, "/v1/deposits");
        Assert.Equal(204, asked.Status);
        Assert.DoesNotContain(asked.Headers.Keys, name => name.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    private static IEnumerable<string?> Ids(MerchantApiAnswer page) => page.Body["data"]!.AsArray().Select(item => (string?)item!["id"]);

    private static Dictionary<string, object?> Deposit(string reference, string customer)
    {
        var deposit = MerchantApiWorld.Deposit(reference);
        deposit["customer_id"] = customer;
        return deposit;
    }
}
