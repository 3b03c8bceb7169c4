using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using PaymentHub.Http;
using PaymentHub.Tests.Rules;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Contract;

/// <summary>The OpenAPI files and the app agree, both ways.</summary>
public partial class ApiFileTests
{
    private static readonly string[] Methods = ["get", "post", "put", "patch", "delete"];

    /// <summary>Of both files; one that stands in both would end this.</summary>
    private static readonly Dictionary<string, ApiNode> Operations = ApiFiles
        .All.SelectMany(file => file["paths"]!.Members)
        .SelectMany(path =>
            path.Value.Members.Where(member => Methods.Contains(member.Name)).Select(member => (Name: $"{member.Name} {path.Name}", member.Value))
        )
        .ToDictionary(operation => operation.Name, operation => operation.Value);

    private static readonly string[] Routes = [.. AppRoute.All.Select(route => route.ToString())];

    [Fact]
    public void Every_route_is_described() => Assert.Empty(Routes.Except(Operations.Keys));

    [Fact]
    public void Every_operation_has_its_route() => Assert.Empty(Operations.Keys.Except(Routes));

    [Fact]
    public void What_is_an_operator_s_or_a_provider_s_stands_in_the_operators_file_and_only_there() =>
        Assert.All(
            ApiFiles.All,
            file =>
                Assert.All(
                    file["paths"]!.Members,
                    path => Assert.Equal((path.Name, file == ApiFiles.Operators), (path.Name, OperatorsPath().IsMatch(path.Name)))
                )
        );

    /// <summary>Neither file refers to the other, so that each can be given away alone; which codes there are is each file's own.</summary>
    [Fact]
    public void What_both_files_describe_is_the_same_in_both()
    {
        var shared = ApiFiles.Merchants["components"]!
            .Members.SelectMany(section =>
                section
                    .Value.Members.Where(component =>
                        component.Name != "ProblemCode" && ApiFiles.Operators["components"]![section.Name]?[component.Name] is not null
                    )
                    .Select(component => (section.Name, component.Name))
            )
            .ToList();

        Assert.Contains(("schemas", "Problem"), shared);
        Assert.All(shared, component => Assert.Equal(Text(ApiFiles.Merchants, component), Text(ApiFiles.Operators, component)));

        static string Text(ApiNode file, (string Section, string Name) component) =>
            Json(file["components"]![component.Section]![component.Name]!)
                .Replace(Json(file["components"]!["schemas"]!["ProblemCode"]!), "", StringComparison.Ordinal);
    }

    /// <summary>A client made from the file must not break when a provider, a status or a reason is added.</summary>
    [Fact]
    public void An_enumeration_that_is_answered_is_open_and_one_that_is_asked_for_says_what_is_taken() =>
        Assert.All(
            ApiFiles.All.SelectMany(file => file["components"]!["schemas"]!.Members),
            schema =>
                Assert.Equal(
                    (schema.Name, schema.Name.EndsWith("Request", StringComparison.Ordinal) && Closed(schema.Value)),
                    (schema.Name, Closed(schema.Value))
                )
        );

    [Fact]
    public void Every_code_of_a_problem_is_described_and_every_described_one_exists()
    {
        var used = Sources
            .Code.Values.SelectMany(code => ProblemCode().Matches(code))
            .Select(match => match.Groups["code"].Value)
            .Distinct()
            .ToList();

        Assert.True(used.Count > 10, string.Join(", ", used));
        Assert.Equal(used.Order(StringComparer.Ordinal), ApiFiles.Codes.Order(StringComparer.Ordinal));
        Assert.All(
            ApiFiles.All,
            file =>
            {
                var explained = CodeRow().Matches(file["info"]!.Word("description")).Select(match => match.Groups["code"].Value);
                var shown = file["components"]!["examples"]!
                    .Members.Where(example => example.Value["value"]?["code"] is not null)
                    .Select(example => example.Value["value"]!.Word("code"));
                Assert.Equal(ApiFiles.CodesOf(file).Order(StringComparer.Ordinal), explained.Order(StringComparer.Ordinal));
                Assert.Equal(ApiFiles.CodesOf(file).Order(StringComparer.Ordinal), shown.Order(StringComparer.Ordinal));
            }
        );
    }

    [Theory]
    [InlineData("DepositRequest")]
    [InlineData("WithdrawalRequest")]
    public void No_text_of_a_request_is_described_as_one_that_may_be_empty(string schema)
    {
        string[] kinds = ["minLength", "pattern", "format", "enum"];

        var empty = ApiFiles.Merchants["components"]!["schemas"]![schema]!["properties"]!
            .Members.Where(property => property.Value.Word("type") == "string" && kinds.All(kind => property.Value[kind] is null))
            .Select(property => property.Name);

        Assert.Empty(empty);
    }

    [Fact]
    public void An_example_of_a_problem_stands_where_its_status_is()
    {
        var wrong = Operations.SelectMany(operation =>
            operation.Value["responses"]!.Members.SelectMany(response =>
                (response.Value["content"]?["application/problem+json"]?["examples"]?.Members ?? [])
                    .Where(example =>
                        example.Value["value"]!.Word("status") != response.Name
                        || !response.Value.Word("description").Contains($"`{example.Name}`", StringComparison.Ordinal)
                    )
                    .Select(example => $"{operation.Key} {response.Name} {example.Name}")
            )
        );

        Assert.Empty(wrong);
    }

    [Fact]
    public void A_merchant_s_operation_tells_who_may_call_it_and_how_often()
    {
        var merchants = Operations.Where(operation => operation.Key.Contains(" /v1/", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(merchants);
        Assert.All(
            merchants,
            operation =>
            {
                Assert.Null(operation.Value["security"]);
                Assert.All(
                    (string[])["401", "403", "429", "503"],
                    status => Assert.NotNull(operation.Value["responses"]![status]?["content"]?["application/problem+json"])
                );
                if (operation.Value["requestBody"] is not null)
                    Assert.All((string[])["400", "413", "415"], status => Assert.NotNull(operation.Value["responses"]![status]));
                if (operation.Key.Contains("{id}", StringComparison.Ordinal))
                    Assert.NotNull(operation.Value["responses"]!["404"]);
            }
        );
    }

    [Fact]
    public void Operators_routes_need_an_operator_s_key_and_only_those_and_say_which_role()
    {
        var operators = Operations.Where(operation => operation.Key.Contains(" /ops/", StringComparison.Ordinal)).ToList();

        Assert.All(
            Operations,
            operation =>
                Assert.Equal(
                    operation.Key.Contains(" /ops/", StringComparison.Ordinal),
                    operation.Value["security"]?.Items.SelectMany(item => item.Members).Any(scheme => scheme.Name == "operatorKey") == true
                )
        );
        Assert.NotEmpty(operators);
        Assert.All(
            operators,
            operation =>
            {
                Assert.Matches("Role `(view|operate|money|admin)`", operation.Value.Word("description"));
                Assert.All(
                    (string[])["401", "403", "429", "503"],
                    status => Assert.NotNull(operation.Value["responses"]![status]?["content"]?["application/problem+json"])
                );
            }
        );
    }

    [Fact]
    public void Every_event_type_is_told_of_by_a_webhook()
    {
        var types = ApiFiles.Merchants["components"]!["schemas"]!["EventType"]!["x-extensible-enum"]!.Items.Select(item => item.Text!).ToList();
        var told = string.Concat(ApiFiles.Merchants["webhooks"]!.Members.Select(webhook => webhook.Value["post"]!.Word("description")));

        Assert.Equal(12, types.Count);
        Assert.All(types, type => Assert.Contains($"`{type}`", told, StringComparison.Ordinal));
    }

    private static bool Closed(ApiNode schema) => Json(schema).Contains("\"enum\":", StringComparison.Ordinal);

    private static string Json(ApiNode node)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
            node.Write(json);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    [GeneratedRegex("^/((ops|callbacks|health)/|console)", RegexOptions.CultureInvariant)]
    private static partial Regex OperatorsPath();

    [GeneratedRegex("""new(?: Problem)?\(\s*(?<status>[45]\d\d),\s*"(?<code>[a-z_]+)",""", RegexOptions.CultureInvariant)]
    private static partial Regex ProblemCode();

    [GeneratedRegex(@"^\| `(?<code>[a-z_]+)` \| \d{3} \|", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex CodeRow();
}
