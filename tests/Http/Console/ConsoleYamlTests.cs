using PaymentHub.Http;
using PaymentHub.Http.Console;
using PaymentHub.Merchants;

namespace PaymentHub.Tests.Http.Console;

public sealed class ConsoleYamlTests
{
    [Fact]
    public void YAML_says_what_the_same_document_in_JSON_says()
    {
        const string Yaml = """
            # An account, as the tool's documents have it.
            id: shop_pay
            provider: pay_protocol
            disabled: false
            base_url: ~
            allowed_addresses: [T1, "T2"]
            limit_per_day:
              USDT: "1000.50"
            settings:
              api_key: 'k: 1'
              api_secret: |
                two
                lines
            """;
        const string Json = """
            {"id": "shop_pay", "provider": "pay_protocol", "disabled": false, "base_url": null, "allowed_addresses": ["T1", "T2"],
             "limit_per_day": {"USDT": "1000.50"}, "settings": {"api_key": "k: 1", "api_secret": "two\nlines"}}
            """;

        var (yaml, json) = (Read<AccountDocument>(Yaml), Read<AccountDocument>(Json));

        Assert.Equal(("shop_pay", "pay_protocol", false, null), (yaml.Id, yaml.Provider, yaml.Disabled, yaml.BaseUrl));
        Assert.Equal(json.AllowedAddresses, yaml.AllowedAddresses);
        Assert.Equal(json.LimitPerDay, yaml.LimitPerDay);
        Assert.Equal(json.Settings!["api_key"].GetString(), yaml.Settings!["api_key"].GetString());
        Assert.Equal(json.Settings["api_secret"].GetString(), yaml.Settings["api_secret"].GetString()!.TrimEnd());
    }

    [Theory]
    [InlineData("rate_limit: 30", 30)]
    [InlineData("rate_limit: 0", 0)]
    [InlineData("rate_limit: -1", -1)]
    public void A_number_is_one(string text, int expected) => Assert.Equal(expected, Read<EndpointDocument>(text).RateLimit);

    /// <summary>A key of digits is not silently another one.</summary>
    [Theory]
    [InlineData("007")]
    [InlineData("1e3")]
    [InlineData("0x1F")]
    [InlineData("+86")]
    [InlineData("yes")]
    [InlineData("2026-05-01")]
    [InlineData("99999999999999999999999999999999")]
    public void What_a_number_would_not_write_the_same_is_a_text(string text) => Assert.Equal(text, Read<EndpointDocument>($"url: {text}").Url);

    [Theory]
    [InlineData("id: a\nid: b", "id", "A field is given twice.")]
    [InlineData("nme: a", "nme", "There is no such field here.")]
    [InlineData("url: 12", "url", "It must be a string.")]
    [InlineData("a: &x 1\nb: *x", "", "Anchors and aliases are not supported: see line 1.")]
    [InlineData("id: a\nurl: *x", "", "Anchors and aliases are not supported: see line 2.")]
    [InlineData("&root\nid: a", "", "Anchors and aliases are not supported: see line 1.")]
    [InlineData("&k id: a", "", "A member's name must be plain text: see line 1.")]
    [InlineData("id: !!str a", "", "Tags are not supported: see line 1.")]
    [InlineData("? [a, b]\n: c", "", "A member's name must be plain text: see line 1.")]
    [InlineData("id: a\n---\nid: b", "", "Only one document is allowed: see line 2.")]
    [InlineData("id: [a", "", "The document is neither JSON nor YAML: see line 2.")]
    [InlineData("id: \"\\ud800\"", "", "The document is neither JSON nor YAML: see line 1.")]
    [InlineData("", "", "The body must be a JSON object.")]
    [InlineData("- a", "", "The body must be a JSON object.")]
    [InlineData("{\"id\": ", "", "The body is not valid JSON.")]
    public void What_is_wrong_is_told_by_its_field_or_line(string text, string field, string message)
    {
        var error = Assert.Single(Mistakes(text));

        Assert.Equal((field, message), (error.Field, error.Message));
    }

    /// <summary>Each alias would double what the one before it says, to billions.</summary>
    [Fact]
    public void A_bomb_is_no_document()
    {
        var bomb =
            "a: &a [x, x]\n" + string.Concat(Enumerable.Range('b', 20).Select(c => $"{(char)c}: &{(char)c} [*{(char)(c - 1)}, *{(char)(c - 1)}]\n"));

        Assert.Equal("Anchors and aliases are not supported: see line 1.", Assert.Single(Mistakes(bomb)).Message);
    }

    [Fact]
    public void A_document_that_is_too_deep_or_too_large_is_none()
    {
        Assert.StartsWith("It is too deep", Assert.Single(Mistakes("a: " + new string('[', 5_000))).Message, StringComparison.Ordinal);
        Assert.Contains("16384", Assert.Single(Mistakes("id: " + new string('a', RequestJson.MaxBody))).Message, StringComparison.Ordinal);
    }

    private static T Read<T>(string text)
        where T : class => Assert.IsType<Result<T>.Success>(ConsoleYaml.Read<T>(text)).Value;

    private static IReadOnlyList<FieldError> Mistakes(string text) =>
        Assert.IsType<Result<EndpointDocument>.Failure>(ConsoleYaml.Read<EndpointDocument>(text)).Problem.Errors;
}
