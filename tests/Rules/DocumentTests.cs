using System.Text.RegularExpressions;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Rules;

/// <summary>The documents' tables say what there is, and their links lead somewhere.</summary>
public sealed partial class DocumentTests
{
    /// <summary>Every document.</summary>
    internal static readonly string[] Files =
    [
        .. Directory.EnumerateFiles(Repository.Root, "*.md"),
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories),
    ];

    private static readonly string[] Lines = [.. Files.SelectMany(File.ReadAllLines)];

    [Fact]
    public void Every_link_leads_to_a_file_and_a_heading_that_are_there()
    {
        var broken = Files.SelectMany(file =>
            Link()
                .Matches(File.ReadAllText(file))
                .Select(match => match.Groups["target"].Value)
                .Where(target => !target.StartsWith("http", StringComparison.Ordinal) && !IsThere(file, target))
                .Select(target => $"{Path.GetRelativePath(Repository.Root, file)}: {target}")
        );

        Assert.Empty(broken);
    }

    [Fact]
    public void Every_page_is_linked_from_another()
    {
        var linked = Files
            .SelectMany(file =>
                Link()
                    .Matches(File.ReadAllText(file))
                    .Select(match => match.Groups["target"].Value.Split('#')[0])
                    .Where(target => target.EndsWith(".md", StringComparison.Ordinal))
                    .Select(target => Path.GetFullPath(target, Path.GetDirectoryName(file)!))
            )
            .ToHashSet();

        Assert.Empty(
            Files
                .Where(file => !linked.Contains(file) && Path.GetFileName(file) != "README.md")
                .Select(file => Path.GetRelativePath(Repository.Root, file))
        );
    }

    /// <summary>A command that filters tests finds some.</summary>
    [Fact]
    public void Every_filter_of_tests_names_a_class_that_there_is()
    {
        var names = typeof(DocumentTests).Assembly.GetTypes().Select(type => type.FullName!).ToList();
        var filters = Lines.SelectMany(line => Filter().Matches(line)).Select(match => match.Groups["name"].Value).ToList();

        Assert.True(filters.Count >= 5, $"{filters.Count}");
        Assert.All(filters, filter => Assert.Contains(names, name => name.Contains(filter, StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_code_of_a_problem_is_explained_and_no_other()
    {
        var explained = Table("| code | status |").SelectMany(row => Quoted().Matches(row.Split('|')[1])).Select(match => match.Groups["word"].Value);

        Assert.Equal(ApiFiles.Codes.Order(StringComparer.Ordinal), explained.Order(StringComparer.Ordinal));
    }

    /// <summary>By the last part of its name that is not a number: the parts before it name the table.</summary>
    [Fact]
    public void Every_setting_stands_in_a_table()
    {
        var rows = Lines
            .Where(line => line.StartsWith('|'))
            .SelectMany(line => Quoted().Matches(line))
            .SelectMany(match => Word().Matches(match.Groups["word"].Value))
            .Select(match => match.Value)
            .ToHashSet();
        var settings = ExampleSettings
            .All.Keys.Where(name => name.Contains("Schedule", StringComparison.Ordinal) || name.StartsWith("PaymentHub__", StringComparison.Ordinal))
            .ToList();

        Assert.True(settings.Count > 50, $"{settings.Count}");
        Assert.All(
            settings.Where(name => !name.Contains("__NetworkNames__", StringComparison.Ordinal)),
            name => Assert.Contains(name.Split("__").Last(part => !part.All(char.IsAsciiDigit)), rows)
        );
    }

    [Fact]
    public void Every_fault_of_the_sandbox_is_explained()
    {
        var rows = string.Join('\n', Table("| fault | what happens |"));
        var known = Enum.GetValues<FaultKind>().Select(PaymentHub.Sandbox.Wire.SnakeCaseEnum.Of).ToList();

        Assert.True(known.Count > 25);
        Assert.All(
            known,
            kind =>
                Assert.True(
                    rows.Contains($"`{kind}`", StringComparison.Ordinal) || rows.Contains($"`…{Tail(kind)}`", StringComparison.Ordinal),
                    $"Explain {kind}."
                )
        );
    }

    private static bool IsThere(string file, string target)
    {
        var (path, anchor) = (target.Split('#')[0], target.Split('#').ElementAtOrDefault(1));
        var full = path.Length == 0 ? file : Path.GetFullPath(path, Path.GetDirectoryName(file)!);
        return (File.Exists(full) || Directory.Exists(full))
            && (anchor is null || File.ReadLines(full).Any(line => line.StartsWith('#') && Slug(line.TrimStart('#').Trim()) == anchor));
    }

    // As the pages that show Markdown make them.
    private static string Slug(string heading) => NoLetter().Replace(heading.ToLowerInvariant(), "").Replace(' ', '-');

    private static IEnumerable<string> Table(string head) =>
        Lines.SkipWhile(line => !line.StartsWith(head, StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|'));

    private static string Tail(string kind) => kind[kind.LastIndexOf('_')..];

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"FullyQualifiedName~(?<name>\w+)")]
    private static partial Regex Filter();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoLetter();

    [GeneratedRegex("`(?<word>[^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex("[A-Za-z0-9]+")]
    private static partial Regex Word();
}
