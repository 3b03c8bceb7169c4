using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;
using PaymentHub.Tests.Rules;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Contract;

/// <summary>The OpenAPI files and the app agree, both ways.</summary>
public partial class ApiFileTests
{
    /// <summary>Of both files; one that stands in both would end this.</summary>
    private static readonly Dictionary<string, OpenApiOperation> Operations = ApiFiles
        .All.SelectMany(file => file.Paths)
        .SelectMany(path =>
            path.Value.Operations!.Select(operation => (Name: $"{operation.Key.Method.ToLowerInvariant()} {path.Key}", operation.Value))
        )
        .ToDictionary(operation => operation.Name, operation => operation.Value);

    private const string Problem = "application/problem+json";

    private static readonly string[] Routes = [.. AppRoute.All.Select(route => route.ToString())];

    [Fact]
    public void Every_route_is_described() => Assert.Empty(Routes.Except(Operations.Keys));

    [Fact]
    public void Every_operation_has_its_route() => Assert.Empty(Operations.Keys.Except(Routes));

    [Fact]
    public void What_is_an_operator_s_or_a_provider_s_stands_in_the_operators_file_and_only_there() =>
        Assert.All(
            ApiFiles.All,
            file => Assert.All(file.Paths.Keys, path => Assert.Equal((path, file == ApiFiles.Operators), (path, OperatorsPath().IsMatch(path))))
        );

    /// <summary>Neither file refers to the other, so that each can be given away alone; which codes there are is each file's own.</summary>
    [Fact]
    public void What_both_files_describe_is_the_same_in_both()
    {
        var (merchants, operators) = (Components(ApiFiles.Merchants), Components(ApiFiles.Operators));
        var shared = merchants.Keys.Intersect(operators.Keys).Except([("schemas", "ProblemCode")]).ToList();

        Assert.Contains(("schemas", "Problem"), shared);
        Assert.All(shared, component => Assert.Equal(merchants[component], operators[component]));

        static Dictionary<(string Section, string Name), string> Components(OpenApiDocument file) =>
            JsonNode.Parse(Json(file, followed: false))!["components"]!
                .AsObject()
                .SelectMany(section => section.Value!.AsObject().Select(component => ((section.Key, component.Key), component.Value!.ToJsonString())))
                .ToDictionary();
    }

    /// <summary>A client made from the file must not break when a provider, a status or a reason is added.</summary>
    [Fact]
    public void An_enumeration_that_is_answered_is_open_and_one_that_is_asked_for_says_what_is_taken() =>
        Assert.All(
            ApiFiles.All.SelectMany(file => file.Components!.Schemas!),
            schema =>
                Assert.Equal(
                    (schema.Key, schema.Key.EndsWith("Request", StringComparison.Ordinal) && Closed(schema.Value)),
                    (schema.Key, Closed(schema.Value))
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
                var explained = CodeRow().Matches(file.Info.Description!).Select(match => match.Groups["code"].Value);
                var shown = file.Components!.Examples!.Values.Select(example => (string?)(example.Value as JsonObject)?["code"]).OfType<string>();
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
        var empty = ApiFiles
            .Merchants.Components!.Schemas![schema]
            .Properties!.Where(property =>
                property.Value is { Type: JsonSchemaType.String, MinLength: null, Pattern: null, Format: null, Enum: not { Count: > 0 } }
            )
            .Select(property => property.Key);

        Assert.Empty(empty);
    }

    [Fact]
    public void An_example_of_a_problem_stands_where_its_status_is()
    {
        var wrong = Operations.SelectMany(operation =>
            operation.Value.Responses!.SelectMany(response =>
                (ApiFiles.Json(response.Value.Content, Problem)?.Examples?.AsEnumerable() ?? [])
                    .Where(example =>
                        example.Value.Value!["status"]!.ToString() != response.Key
                        || !response.Value.Description!.Contains($"`{example.Key}`", StringComparison.Ordinal)
                    )
                    .Select(example => $"{operation.Key} {response.Key} {example.Key}")
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
                Assert.Null(operation.Value.Security);
                Assert.All(
                    (string[])["401", "403", "429", "503"],
                    status => Assert.NotNull(ApiFiles.Json(operation.Value.Responses![status].Content, Problem))
                );
                if (operation.Value.RequestBody is not null)
                    Assert.All((string[])["400", "413", "415"], status => Assert.Contains(status, operation.Value.Responses!));
                if (operation.Key.Contains("{id}", StringComparison.Ordinal))
                    Assert.Contains("404", operation.Value.Responses!);
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
                    operation.Value.Security?.SelectMany(item => item.Keys).Any(scheme => scheme.Reference.Id == "operatorKey") == true
                )
        );
        Assert.NotEmpty(operators);
        Assert.All(
            operators,
            operation =>
            {
                Assert.Matches("Role `(view|operate|money|admin)`", operation.Value.Description!);
                Assert.All(
                    (string[])["401", "403", "429", "503"],
                    status => Assert.NotNull(ApiFiles.Json(operation.Value.Responses![status].Content, Problem))
                );
            }
        );
    }

    [Fact]
    public void Every_event_type_is_told_of_by_a_webhook()
    {
        var types = ApiFiles.Words(ApiFiles.Merchants, "EventType").ToList();
        var told = string.Concat(ApiFiles.Merchants.Webhooks!.Values.Select(webhook => webhook.Operations![HttpMethod.Post].Description));

        Assert.Equal(12, types.Count);
        Assert.All(types, type => Assert.Contains($"`{type}`", told, StringComparison.Ordinal));
    }

    private static bool Closed(IOpenApiSchema schema) => Json(schema, followed: true).Contains("\"enum\":", StringComparison.Ordinal);

    /// <param name="followed">Whether what a reference leads to stands in its place.</param>
    private static string Json(IOpenApiSerializable part, bool followed)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        part.SerializeAsV31(new OpenApiJsonWriter(text, new OpenApiJsonWriterSettings { InlineLocalReferences = followed }));
        return text.ToString();
    }

    [GeneratedRegex("^/((ops|callbacks|health)/|console)", RegexOptions.CultureInvariant)]
    private static partial Regex OperatorsPath();

    [GeneratedRegex("""new(?: Problem)?\(\s*(?<status>[45]\d\d),\s*"(?<code>[a-z_]+)",""", RegexOptions.CultureInvariant)]
    private static partial Regex ProblemCode();

    [GeneratedRegex(@"^\| `(?<code>[a-z_]+)` \| \d{3} \|", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex CodeRow();
}
