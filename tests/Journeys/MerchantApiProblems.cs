using System.Text;

namespace PaymentHub.Tests.Journeys;

/// <summary>Requests that are wrong in every way: each is refused with a problem that says why, and leaves nothing behind.</summary>
public sealed class MerchantApiProblems(MerchantApiWorld world) : IClassFixture<MerchantApiWorld>
{
    internal const string Good = """{"account":"alpha_mpay","customer_id":"USER10001","amount":"88","reference":"BAD-1"}""";

    private static readonly Dictionary<string, (string Body, string[] Fields)> WrongBodies = new()
    {
        ["nothing"] = ("", [""]),
        ["no members"] = ("{}", ["account", "customer_id", "reference", "amount"]),
        ["empty members"] = ("""{"account":"","customer_id":"","amount":"","reference":""}""", ["account", "customer_id", "reference", "amount"]),
        ["null members"] = (
            """{"account":null,"customer_id":null,"amount":null,"reference":null}""",
            ["account", "customer_id", "reference", "amount"]
        ),
        ["an unknown member"] = (Good[..^1] + ""","amuont":"1"}""", ["amuont"]),
        ["an unknown member with half a character as its name"] = (Good[..^1] + ""","\ud800":"1"}""", [""]),
        ["a member in another spelling"] = (Good.Replace("customer_id", "customerId", StringComparison.Ordinal), ["customerId", "customer_id"]),
        ["a member twice"] = (Good[..^1] + ""","amount":"88"}""", ["amount"]),
        ["an array"] = ($"[{Good}]", [""]),
        ["a text"] = ("\"deposit\"", [""]),
        ["null"] = ("null", [""]),
        ["broken JSON"] = (Good[..^1], [""]),
        ["two objects"] = (Good + Good, [""]),
        ["a comment"] = ("/* a */" + Good, [""]),
        ["a trailing comma"] = (Good[..^1] + ",}", [""]),
        ["a byte order mark"] = ("\uFEFF" + Good, [""]),
        ["deep nesting"] = (new string('[', 8_000), [""]),
        ["deep nesting in a member"] = (With("title", new string('[', 4_000) + new string(']', 4_000)), ["title"]),
        ["deep nesting in an unknown member"] = (
            Good[..^1] + ",\"x\":" + string.Concat(Enumerable.Repeat("{\"x\":", 1_000)) + "1" + new string('}', 1_001),
            ["x"]
        ),
    };

    private static readonly string[] NoAmounts =
    [
        "0",
        "0.00",
        "-1",
        "+1",
        "1e3",
        "1E3",
        "0x10",
        "1,5",
        "1.",
        ".5",
        " 1",
        "1 ",
        "1\n",
        "NaN",
        "Infinity",
        "١",
        "1.0000000000000000000000000001x",
        "12345678901234567890123456789",
        "0.00000000000000000000000000001",
        "9" + new string('0', 127),
        new string('9', 10_000),
    ];

    public static TheoryData<string> WrongBodyNames => [.. WrongBodies.Keys];
    public static TheoryData<string> WrongAmounts => [.. NoAmounts];

    [Theory]
    [MemberData(nameof(WrongBodyNames))]
    public async Task A_body_that_is_no_request_is_refused(string name)
    {
        var (body, fields) = WrongBodies[name];

        await world.AssertRefusedAsync(Encoding.UTF8.GetBytes(body), fields);
    }

    [Theory]
    [InlineData("account")]
    [InlineData("customer_id")]
    [InlineData("amount")]
    [InlineData("reference")]
    public async Task A_missing_member_is_named(string field) => await world.AssertRefusedAsync(With(field, "null"), field);

    [Theory]
    [InlineData("amount", "88")]
    [InlineData("amount", "88.0")]
    [InlineData("amount", "1e999999999")]
    [InlineData("amount", "true")]
    [InlineData("amount", "[\"88\"]")]
    [InlineData("amount", "{\"value\":\"88\"}")]
    [InlineData("customer_id", "10001")]
    [InlineData("reference", "[]")]
    [InlineData("account", "{}")]
    [InlineData("title", "\"\\ud800\"")]
    public async Task A_value_of_another_type_is_refused(string field, string json) => await world.AssertRefusedAsync(With(field, json), field);

    [Theory]
    [MemberData(nameof(WrongAmounts))]
    public async Task What_is_no_positive_amount_is_refused(string amount) => await world.AssertRefusedAsync(WithText("amount", amount), "amount");

    [Theory]
    [InlineData("88.5")]
    [InlineData("0.99")]
    [InlineData("9999999999999999999999999.999")]
    public async Task MPay_takes_whole_amounts_only(string amount) => await world.AssertRefusedAsync(WithText("amount", amount), "amount");

    [Theory]
    [InlineData("customer_id", "a b")]
    [InlineData("customer_id", "a/b")]
    [InlineData("customer_id", "a|b")]
    [InlineData("customer_id", "a'b")]
    [InlineData("customer_id", "USER\n")]
    [InlineData("customer_id", "Ü")]
    [InlineData("customer_id", "１")]
    [InlineData("customer_id", "00000000000000000000000000000000000000000000000000000000000000065")]
    [InlineData("reference", "a#b")]
    [InlineData("reference", "a\\b")]
    [InlineData("reference", "../orders")]
    [InlineData("reference", "\u0000")]
    [InlineData("reference", "00000000000000000000000000000000000000000000000000000000000000065")]
    [InlineData("title", "")]
    [InlineData("title", "a\tb")]
    [InlineData("title", "a\u0000b")]
    [InlineData("remark", "a\r\nb")]
    [InlineData("currency", "USD")]
    [InlineData("currency", "a very long currency")]
    [InlineData("network", "tron")]
    [InlineData("return_url", "")]
    [InlineData("return_url", "/back")]
    [InlineData("return_url", "shop.example/back")]
    [InlineData("return_url", "ftp://shop.example/back")]
    [InlineData("return_url", "javascript:alert(1)")]
    [InlineData("return_url", "https://")]
    public async Task A_text_that_its_field_does_not_take_is_refused(string field, string text) =>
        await world.AssertRefusedAsync(WithText(field, text), field);

    [Fact]
    public async Task An_overlong_text_is_refused()
    {
        await world.AssertRefusedAsync(WithText("title", new string('t', 129)), "title");
        await world.AssertRefusedAsync(WithText("remark", new string('r', 257)), "remark");
        await world.AssertRefusedAsync(WithText("return_url", "https://shop.example/" + new string('u', 1_024)), "return_url");
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once() =>
        await world.AssertRefusedAsync(
            """{"account":"nobody","customer_id":"a b","amount":"-1","reference":"","title":"","return_url":"x"}""",
            "account",
            "customer_id",
            "reference",
            "amount",
            "title",
            "return_url"
        );

    [Fact]
    public async Task What_cannot_be_read_is_told_together_with_everything_else() =>
        await world.AssertRefusedAsync(
            """{"account":"nobody","customer_id":7,"amount":88,"refrence":"r","title":"","remark":["x"]}""",
            "customer_id",
            "amount",
            "refrence",
            "remark",
            "account",
            "reference",
            "title"
        );

    [Theory]
    [InlineData("amount", "88", "Send amounts as strings, for instance \"12.50\".")]
    [InlineData("reference", "7", "It must be a string.")]
    public async Task A_value_of_another_type_is_told_what_it_should_be(string field, string json, string message)
    {
        var answer = await world.PostBytesAsync("/v1/deposits", Encoding.UTF8.GetBytes(With(field, json)));

        Assert.Equal(message, (string?)answer.AssertProblem(400, "invalid_request").Body["errors"]![0]!["message"]);
    }

    [Theory]
    [InlineData("{\"amount\":")]
    [InlineData("{\"amount\":88")]
    [InlineData("{\"amount\":88,}")]
    [InlineData("amount=88")]
    public async Task What_is_no_json_is_told_so_and_not_which_field_it_broke_in(string body)
    {
        var answer = await world.PostBytesAsync("/v1/deposits", Encoding.UTF8.GetBytes(body));

        Assert.Equal(
            """[{"field":"","message":"The body is not valid JSON."}]""",
            answer.AssertProblem(400, "invalid_request").Body["errors"]!.ToJsonString()
        );
    }

    [Theory]
    [InlineData("alpha_usdt")]
    [InlineData("alpha_pay")]
    public async Task A_payment_page_of_an_account_without_payment_pages_is_refused(string account) =>
        await world.AssertRefusedAsync(WithText("account", account), "account");

    [Theory]
    [InlineData("alpha_usdt", "tron", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t")]
    [InlineData("alpha_usdt", "tron", "T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb")]
    [InlineData("alpha_pay", "ethereum", "0x0000000000000000000000000000000000000000")]
    [InlineData("alpha_pay", "ethereum", "0xdac17f958d2ee523a2206206994597c13d831ec7")]
    public async Task A_withdrawal_to_where_nobody_can_spend_it_from_names_the_address(string account, string network, string address)
    {
        var answer = await world.PostAsync(
            "/v1/withdrawals",
            new
            {
                account,
                customer_id = "USER10001",
                amount = "5",
                currency = "USDT",
                network,
                address,
                reference = $"BURN-{account}-{address[..6]}",
            }
        );

        Assert.Equal(["address"], answer.AssertProblem(400, "invalid_request").Fields);
    }

    [Fact]
    public async Task An_address_of_an_account_without_addresses_is_refused()
    {
        var posted = await world.PostAsync("/v1/deposit-addresses", new { account = "alpha_mpay", customer_id = "USER10001" });
        var gotten = await world.GetAsync("/v1/deposit-addresses?account=alpha_mpay&customer_id=USER10001");

        Assert.Equal(["account"], posted.AssertProblem(400, "invalid_request").Fields);
        Assert.Equal(["account"], gotten.AssertProblem(400, "invalid_request").Fields);
    }

    /// <summary>The good deposit with one member added or replaced.</summary>
    internal static string With(string field, string json)
    {
        var members = System
            .Text.Json.JsonSerializer.Deserialize<Dictionary<string, string>>(Good)!
            .ToDictionary(member => member.Key, member => $"\"{member.Value}\"");
        members[field] = json;
        return "{" + string.Join(',', members.Select(member => $"\"{member.Key}\":{member.Value}")) + "}";
    }

    internal static string WithText(string field, string text) => With(field, System.Text.Json.JsonSerializer.Serialize(text));
}
