using System.Text.RegularExpressions;
using PaymentHub.Http;
using PaymentHub.Tests.Rules;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Contract;

/// <summary>The OpenAPI file and the app agree, both ways.</summary>
public partial class ApiFileTests
{
    private static readonly string[] Methods = ["get", "post", "put", "patch", "delete"];

    private static readonly ApiNode File = ApiDescription.Open();

    private static readonly Dictionary<string, ApiNode> Operations = File["paths"]!.Members
        .SelectMany(path => path.Value.Members.Where(member => Methods.Contains(member.Name)).Select(member => (Name: $"{member.Name} {path.Name}", member.Value)))
        .ToDictionary(operation => operation.Name, operation => operation.Value);

    private static readonly string[] Routes = [.. AppRoute.All.Select(route => route.ToString())];

    [Fact]
    public void Every_route_is_described() => Assert.Empty(Routes.Except(Operations.Keys));

    [Fact]
    public void Every_operation_has_its_route() => Assert.Empty(Operations.Keys.Except(Routes));

    [Fact]
    public void Every_code_of_a_problem_is_described_and_every_described_one_exists()
    {
        var used = Sources.Code.Values.SelectMany(code => ProblemCode().Matches(code)).Select(match => match.Groups["code"].Value).Distinct().ToList();
        var described = File["components"]!["schemas"]!["Problem"]!["properties"]!["code"]!["enum"]!.Items.Select(item => item.Text!).ToList();
        var explained = CodeRow().Matches(File["info"]!.Word("description")).Select(match => match.Groups["code"].Value).ToList();
        var shown = File["components"]!["examples"]!.Members.Where(example => example.Value["value"]?["code"] is not null).Select(example => example.Value["value"]!.Word("code")).ToList();

        Assert.True(used.Count > 10, string.Join(", ", used));
        Assert.Empty(used.Except(described));
        Assert.Empty(described.Except(used));
        Assert.Equal(described.Order(StringComparer.Ordinal), explained.Order(StringComparer.Ordinal));
        Assert.Equal(described.Order(StringComparer.Ordinal), shown.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("DepositRequest")]
    [InlineData("WithdrawalRequest")]
    public void No_text_of_a_request_is_described_as_one_that_may_be_empty(string schema)
    {
        string[] kinds = ["minLength", "pattern", "format", "enum"];

        var empty = File["components"]!["schemas"]![schema]!["properties"]!.Members
            .Where(property => property.Value.Word("type") == "string" && kinds.All(kind => property.Value[kind] is null)).Select(property => property.Name);

        Assert.Empty(empty);
    }

    [Fact]
    public void An_example_of_a_problem_stands_where_its_status_is()
    {
        var wrong = Operations.SelectMany(operation => operation.Value["responses"]!.Members.SelectMany(response =>
            (response.Value["content"]?["application/problem+json"]?["examples"]?.Members ?? [])
                .Where(example => example.Value["value"]!.Word("status") != response.Name || !response.Value.Word("description").Contains($"`{example.Name}`", StringComparison.Ordinal))
                .Select(example => $"{operation.Key} {response.Name} {example.Name}")));

        Assert.Empty(wrong);
    }

    [Fact]
    public void A_merchant_s_operation_tells_who_may_call_it_and_how_often()
    {
        var merchants = Operations.Where(operation => operation.Key.Contains(" /v1/", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(merchants);
        Assert.All(merchants, operation =>
        {
            Assert.Null(operation.Value["security"]);
            Assert.All((string[])["401", "403", "429", "503"], status => Assert.NotNull(operation.Value["responses"]![status]?["content"]?["application/problem+json"]));
            if (operation.Value["requestBody"] is not null)
                Assert.All((string[])["400", "413", "415"], status => Assert.NotNull(operation.Value["responses"]![status]));
            if (operation.Key.Contains("{id}", StringComparison.Ordinal))
                Assert.NotNull(operation.Value["responses"]!["404"]);
        });
    }

    [Fact]
    public void Operators_routes_need_an_operator_s_key_and_only_those_and_say_which_role()
    {
        var operators = Operations.Where(operation => operation.Key.Contains(" /ops/", StringComparison.Ordinal)).ToList();

        Assert.All(Operations, operation => Assert.Equal(
            operation.Key.Contains(" /ops/", StringComparison.Ordinal),
            operation.Value["security"]?.Items.SelectMany(item => item.Members).Any(scheme => scheme.Name == "operatorKey") == true));
        Assert.NotEmpty(operators);
        Assert.All(operators, operation =>
        {
            Assert.Matches("Role `(view|operate|money|admin)`", operation.Value.Word("description"));
            Assert.All((string[])["401", "403", "429", "503"], status => Assert.NotNull(operation.Value["responses"]![status]?["content"]?["application/problem+json"]));
        });
    }

    [Fact]
    public void Every_event_type_is_told_of_by_a_webhook()
    {
        var types = File["components"]!["schemas"]!["EventType"]!["enum"]!.Items.Select(item => item.Text!).ToList();
        var told = string.Concat(File["webhooks"]!.Members.Select(webhook => webhook.Value["post"]!.Word("description")));

        Assert.Equal(12, types.Count);
        Assert.All(types, type => Assert.Contains($"`{type}`", told, StringComparison.Ordinal));
    }

    [GeneratedRegex("""new(?: Problem)?\(\s*(?<status>[45]\d\d),\s*"(?<code>[a-z_]+)",""", RegexOptions.CultureInvariant)]
    private static partial Regex ProblemCode();

    [GeneratedRegex(@"^\| `(?<code>[a-z_]+)` \| \d{3} \|", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex CodeRow();
}
