namespace PaymentHub.Tests.Journeys;

/// <summary>Who may call, and what a merchant never sees of another.</summary>
public sealed class MerchantApiAuthorization(MerchantApiWorld world) : IClassFixture<MerchantApiWorld>
{
    private const string UnknownDeposit = "dep_00000000000000000000000000";

    /// <summary>What stands for the key, by what is wrong with it. KEY is alpha's good one.</summary>
    private static readonly Dictionary<string, string[]> WrongKeys = new()
    {
        ["no header"] = [],
        ["a key that nobody has"] = ["Bearer 0123456789abcdef0123456789abcdef01234567"],
        ["a key with a character more"] = ["Bearer KEY0"],
        ["another scheme"] = ["Basic KEY"],
        ["no scheme"] = ["KEY"],
        ["no key"] = ["Bearer "],
        ["an overlong header"] = ["Bearer KEY" + new string(' ', 300) + "x"],
        ["an overlong key"] = ["Bearer " + new string('a', 4_000)],
        ["two headers"] = ["Bearer KEY", "Bearer KEY"],
        ["two keys"] = ["Bearer KEY, KEY"],
    };

    public static TheoryData<string> WrongKeyNames => [.. WrongKeys.Keys];

    [Theory]
    [MemberData(nameof(WrongKeyNames))]
    public async Task Without_a_good_key_there_is_nothing_but_401(string name)
    {
        var authorization = WrongKeys[name].Select(text => text.Replace("KEY", world.Hub.Alpha.ApiKey, StringComparison.Ordinal)).ToArray();
        (HttpMethod Method, string Path)[] operations =
        [
            (HttpMethod.Post, "/v1/deposits"),
            (HttpMethod.Post, "/v1/deposit-addresses"),
            (HttpMethod.Get, "/v1/deposits/" + UnknownDeposit),
            (HttpMethod.Get, "/v1/deposit-addresses?account=alpha_pay&customer_id=USER10001"),
            (HttpMethod.Get, "/v1/deposits"),
            (HttpMethod.Get, "/v1/withdrawals"),
            (HttpMethod.Get, "/v1/events"),
            (HttpMethod.Get, "/v1/accounts"),
            (HttpMethod.Get, $"/v1/deposits/{UnknownDeposit}/timeline"),
            (HttpMethod.Get, "/v1/withdrawals/wd_00000000000000000000000000/timeline"),
        ];

        foreach (var (method, path) in operations)
        {
            var answer = await world.SendAsync(method, path, authorization);

            answer.AssertProblem(401, "unauthorized");
            Assert.Equal("Bearer", answer.Headers["WWW-Authenticate"]);
        }
    }

    [Fact]
    public async Task The_scheme_may_be_written_in_any_case()
    {
        var answer = await world.GetAsync("/v1/deposits/" + UnknownDeposit, $"bearer {world.Hub.Alpha.ApiKey}");

        answer.AssertProblem(404, "not_found");
    }

    [Theory]
    [InlineData("read")]
    [InlineData("approver")]
    public async Task A_key_without_the_role_reads_but_creates_nothing(string role)
    {
        var authorization = "Bearer " + (role == "read" ? world.ReadKey : world.ApproverKey);
        var deposit = MerchantApiWorld.Deposit("ROLE-" + role);
        var customer = new { account = "alpha_usdt", customer_id = "ROLE" };
        var asked = world.PagesAsked;

        (await world.PostAsync("/v1/deposits", deposit, authorization)).AssertProblem(403, "forbidden");
        (await world.PostAsync("/v1/deposit-addresses", customer, authorization)).AssertProblem(403, "forbidden");
        Assert.Equal(asked, world.PagesAsked);
        var id = (await world.PostAsync("/v1/deposits", deposit)).Word("id");
        Assert.Equal(200, (await world.PostAsync("/v1/deposit-addresses", customer)).Status);

        Assert.Equal(id, (await world.GetAsync($"/v1/deposits/{id}", authorization)).Word("id"));
        Assert.Equal("ROLE", (await world.GetAsync("/v1/deposit-addresses?account=alpha_usdt&customer_id=ROLE", authorization)).Word("customer_id"));
    }

    [Fact]
    public async Task Who_takes_money_in_pays_none_out_and_the_other_way_round()
    {
        var (deposits, withdrawals) = ("Bearer " + world.DepositsKey, "Bearer " + world.WithdrawalsKey);
        var deposit = MerchantApiWorld.Deposit("ROLE-in");
        var withdrawal = new
        {
            account = "alpha_mpay",
            customer_id = "USER10001",
            amount = "40",
            currency = "CNY",
            network = "mpay",
            address = "wallet-1",
            reference = "ROLE-out",
        };

        (await world.PostAsync("/v1/withdrawals", withdrawal, deposits)).AssertProblem(403, "forbidden");
        (await world.PostAsync("/v1/deposits", deposit, withdrawals)).AssertProblem(403, "forbidden");
        var taken = await world.PostAsync("/v1/deposits", deposit, deposits);
        var paid = await world.PostAsync("/v1/withdrawals", withdrawal, withdrawals);

        Assert.Equal((201, 202), (taken.Status, paid.Status));
        (await world.SendAsync(HttpMethod.Post, $"/v1/withdrawals/{paid.Word("id")}/refresh", deposits)).AssertProblem(403, "forbidden");
        (await world.SendAsync(HttpMethod.Post, $"/v1/deposits/{taken.Word("id")}/refresh", withdrawals)).AssertProblem(403, "forbidden");
        Assert.Equal(200, (await world.GetAsync($"/v1/withdrawals/{paid.Word("id")}", deposits)).Status);
    }

    /// <summary>The role is asked for before the content is looked at.</summary>
    [Fact]
    public async Task Nonsense_from_a_key_without_the_role_is_forbidden_too()
    {
        var answer = await world.PostBytesAsync("/v1/deposits", "{"u8.ToArray(), "text/plain", $"Bearer {world.ReadKey}");

        answer.AssertProblem(403, "forbidden");
    }

    [Fact]
    public async Task Another_merchant_s_deposit_looks_like_none()
    {
        var id = (await world.PostAsync("/v1/deposits", MerchantApiWorld.Deposit("MINE-1"))).Word("id");

        var others = await world.GetAsync($"/v1/deposits/{id}", $"Bearer {world.Hub.Beta.ApiKey}");
        var unknown = await world.GetAsync($"/v1/deposits/{UnknownDeposit}", $"Bearer {world.Hub.Beta.ApiKey}");

        others.AssertProblem(404, "not_found");
        Assert.Equal(unknown.TextWithoutId, others.TextWithoutId);
    }

    [Fact]
    public async Task Another_merchant_s_account_looks_like_none()
    {
        var beta = $"Bearer {world.Hub.Beta.ApiKey}";
        await world.PostAsync("/v1/deposit-addresses", new { account = "alpha_usdt", customer_id = "MINE" });
        var deposit = MerchantApiWorld.Deposit("MINE-2");
        var asked = world.PagesAsked;

        MerchantApiAnswer[] others =
        [
            await world.PostAsync("/v1/deposits", deposit, beta),
            await world.PostAsync("/v1/deposit-addresses", new { account = "alpha_usdt", customer_id = "MINE" }, beta),
            await world.GetAsync("/v1/deposit-addresses?account=alpha_usdt&customer_id=MINE", beta),
        ];
        deposit["account"] = "nobody";
        var unknown = await world.PostAsync("/v1/deposits", deposit, beta);

        Assert.All(others, answer => Assert.Equal(["account"], answer.AssertProblem(400, "invalid_request").Fields));
        Assert.All(others, answer => Assert.Equal(unknown.TextWithoutId, answer.TextWithoutId));
        Assert.Equal(asked, world.PagesAsked);
    }
}
