using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Http;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Rules;

/// <summary>A request is one function's, whichever router looks at it: the host's takes
/// the first route that fits, the worker's the most special one.</summary>
public sealed partial class RouteTests
{
    private static readonly IReadOnlyList<HttpTriggerAttribute> Triggers = FunctionTests.Triggers<HttpTriggerAttribute>().ToList();

    [Fact]
    public void No_two_routes_take_the_same_request()
    {
        var routes = Triggers.SelectMany(trigger => (trigger.Methods ?? []).Select(method => (Method: method, Route: trigger.Route!))).ToList();

        var overlaps = routes.SelectMany(
            (one, i) =>
                routes
                    .Skip(i + 1)
                    .Where(other => one.Method == other.Method && Overlap(one.Route, other.Route))
                    .Select(other => $"{one.Method} {one.Route} and {other.Route}")
        );

        Assert.True(routes.Count > 50);
        Assert.Empty(overlaps);
    }

    [Theory]
    [InlineData("a/{id}", "a/b", true)]
    [InlineData("a/{id}/c", "a/b/{x}", true)]
    [InlineData("A/b", "a/B", true)]
    [InlineData("a/{id}", "a/b/c", false)]
    [InlineData("a/{id}/c", "a/b/d", false)]
    public void Routes_overlap_where_a_path_fits_both(string one, string other, bool overlap) => Assert.Equal(overlap, Overlap(one, other));

    /// <summary>Another form (an optional or a default part, a part that is half a parameter) would need another look at what overlaps.</summary>
    [Fact]
    public void A_route_is_made_of_words_and_whole_parameters_and_one_takes_all_the_rest()
    {
        Assert.Single(Triggers, trigger => trigger.Route == "{*path}" && trigger.Methods is null or []);
        Assert.All(
            Triggers.Where(trigger => trigger.Route != "{*path}"),
            trigger => Assert.Matches(@"\A([a-z0-9.-]+|\{[a-zA-Z]+\})(/([a-z0-9.-]+|\{[a-zA-Z]+\}))*\z", trigger.Route)
        );
    }

    /// <summary>Those belong to the host.</summary>
    [Fact]
    public void No_route_is_the_host_s() => Assert.All(Triggers, trigger => Assert.DoesNotMatch("(?i)^(admin|runtime)(/|$)", trigger.Route));

    [Fact]
    public void What_answers_get_answers_head() =>
        Assert.All(
            Triggers.Where(trigger => trigger.Methods is { Length: > 0 }),
            trigger => Assert.Equal(trigger.Methods!.Contains("get"), trigger.Methods!.Contains("head"))
        );

    [Fact]
    public void Every_route_is_known_to_whoever_says_which_methods_a_path_takes() =>
        Assert.All(
            AppRoute.All,
            route => Assert.Contains(route.Method.ToUpperInvariant(), RouteTable.MethodsAt(new PathString(Parameter().Replace(route.Path, "x"))))
        );

    /// <summary>The OpenAPI file has the others: every route stands there.</summary>
    [Fact]
    public void Every_function_without_a_route_of_its_own_is_explained()
    {
        var docs = string.Concat(DocumentTests.Files.Select(File.ReadAllText));

        Assert.All(
            FunctionTests
                .Names<HttpTriggerAttribute>(trigger => trigger.Route == "{*path}")
                .Concat(FunctionTests.Names<QueueTriggerAttribute>(_ => true))
                .Concat(FunctionTests.Names<TimerTriggerAttribute>(_ => true)),
            name => Assert.Contains($"| `{name}` |", docs, StringComparison.Ordinal)
        );
    }

    private static bool Overlap(string one, string other)
    {
        string[] mine = one.Split('/'),
            theirs = other.Split('/');
        return mine.Length == theirs.Length
            && mine.Zip(theirs)
                .All(pair => pair.First[0] == '{' || pair.Second[0] == '{' || pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));
    }

    [GeneratedRegex(@"\{[a-zA-Z]+\}")]
    private static partial Regex Parameter();
}
