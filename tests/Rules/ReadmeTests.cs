using System.Text.RegularExpressions;
using PaymentHub.Api;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Rules;

/// <summary>The README's tables say what there is.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Repository.Root, "README.md"));

    [Fact]
    public void Every_code_of_a_problem_is_explained_and_no_other()
    {
        var described = ApiDescription.Open()["components"]!["schemas"]!["Problem"]!["properties"]!["code"]!["enum"]!.Items.Select(item => item.Text!);
        var explained = Table("| code | status |").SelectMany(row => Quoted().Matches(row.Split('|')[1])).Select(match => match.Groups["word"].Value);

        Assert.Equal(described.Order(StringComparer.Ordinal), explained.Order(StringComparer.Ordinal));
    }

    /// <summary>By the last part of its name that is not a number: the parts before it name the table.</summary>
    [Fact]
    public void Every_setting_stands_in_a_table()
    {
        var rows = Lines.Where(line => line.StartsWith('|')).SelectMany(line => Quoted().Matches(line)).SelectMany(match => Word().Matches(match.Groups["word"].Value)).Select(match => match.Value).ToHashSet();
        var settings = ExampleSettings.All.Keys.Where(name => name.Contains("Schedule", StringComparison.Ordinal) || name.StartsWith("PaymentHub__", StringComparison.Ordinal)).ToList();

        Assert.True(settings.Count > 50, $"{settings.Count}");
        Assert.All(
            settings.Where(name => !name.Contains("__NetworkNames__", StringComparison.Ordinal)),
            name => Assert.Contains(name.Split("__").Last(part => !part.All(char.IsAsciiDigit)), rows));
    }

    [Fact]
    public void Every_fault_of_the_sandbox_is_explained()
    {
        var rows = string.Join('\n', Table("| fault | what happens |"));
        var known = Enum.GetValues<FaultKind>().Select(PaymentHub.Sandbox.Wire.Words.Of).ToList();

        Assert.True(known.Count > 25);
        Assert.All(known, kind => Assert.True(
            rows.Contains($"`{kind}`", StringComparison.Ordinal) || rows.Contains($"`…{Tail(kind)}`", StringComparison.Ordinal), $"Explain {kind}."));
    }

    private static IEnumerable<string> Table(string head) =>
        Lines.SkipWhile(line => !line.StartsWith(head, StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|'));

    private static string Tail(string kind) => kind[kind.LastIndexOf('_')..];

    [GeneratedRegex("`(?<word>[^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex("[A-Za-z0-9]+")]
    private static partial Regex Word();
}
