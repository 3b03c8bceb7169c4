using System.Text.RegularExpressions;
using PaymentHub.Tests.Rules;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Documents;

/// <summary>A block of a document: indented by at least four, after an empty line.</summary>
/// <param name="File">Its document, from the root.</param>
/// <param name="NotRun">Why no test runs it, as the comment above it says; null when there is none.</param>
internal sealed partial record DocumentBlock(string File, int Line, string Text, string? NotRun)
{
    private const string Indent = "    ";

    /// <summary>The blocks of every document.</summary>
    public static IReadOnlyList<DocumentBlock> All { get; } = [.. DocumentTests.Files.Order(StringComparer.Ordinal).SelectMany(Read)];

    /// <summary>The commands that stand in the text itself.</summary>
    public static IReadOnlyList<DocumentBlock> Inline { get; } =
    [
        .. DocumentTests
            .Files.Order(StringComparer.Ordinal)
            .SelectMany(file =>
                System
                    .IO.File.ReadAllLines(file)
                    .SelectMany(
                        (line, index) =>
                            line.StartsWith(Indent, StringComparison.Ordinal)
                                ? []
                                : Quoted().Matches(line).Select(match => new DocumentBlock(Name(file), index + 1, match.Groups["text"].Value, null))
                    )
                    .Where(block => block.IsCommand && block.Text.Contains(' ', StringComparison.Ordinal))
            ),
    ];

    /// <summary>Whether it is typed into a shell.</summary>
    public bool IsCommand => Command().IsMatch(Text);

    /// <summary>Its commands, each in one line and without its remark.</summary>
    public IEnumerable<string> Commands =>
        Continuation().Replace(Text, " ").Split('\n').Select(line => Remark().Replace(line, "").Trim()).Where(line => line.Length > 0);

    public override string ToString() => $"{File}:{Line}: {Text.Split('\n')[0]}";

    private static IEnumerable<DocumentBlock> Read(string file)
    {
        var lines = System.IO.File.ReadAllLines(file);
        for (var start = 1; start < lines.Length; start++)
        {
            if (!lines[start].StartsWith(Indent, StringComparison.Ordinal) || lines[start - 1].Length > 0)
                continue;
            var end = start;
            for (
                var line = start;
                line < lines.Length && (lines[line].Length == 0 || lines[line].StartsWith(Indent, StringComparison.Ordinal));
                line++
            )
            {
                end = lines[line].Length > 0 ? line : end;
            }

            var above = lines[..start].LastOrDefault(line => line.Length > 0) ?? "";
            // A block in a list is indented further.
            var indent = lines[start..(end + 1)].Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart(' ').Length);
            yield return new DocumentBlock(
                Name(file),
                start + 1,
                string.Join('\n', lines[start..(end + 1)].Select(line => line.Length > 0 ? line[indent..] : "")),
                Marker().Match(above) is { Success: true } marker ? marker.Groups["why"].Value : null
            );
            start = end;
        }
    }

    private static string Name(string file) => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/');

    [GeneratedRegex("^<!-- not run: (?<why>.+) -->$")]
    private static partial Regex Marker();

    [GeneratedRegex(
        @"\A(?:[A-Z][A-Z0-9_]+=\S+ )*(?:curl|dotnet|npx|npm|node|python3|pip|composer|az|func|openssl|git|\.ci/run|PaymentHub__\w+)(?: |\z|\n)"
    )]
    private static partial Regex Command();

    [GeneratedRegex(@" *\\\n *")]
    private static partial Regex Continuation();

    [GeneratedRegex(@"\s+# .*$")]
    private static partial Regex Remark();

    [GeneratedRegex("`(?<text>[^`]+)`")]
    private static partial Regex Quoted();
}
