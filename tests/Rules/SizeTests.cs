using System.Globalization;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Rules;

/// <summary>A file that is long does more than one thing.</summary>
public sealed class SizeTests
{
    private const int MaxLines = 250;

    [Fact]
    public void No_file_is_long()
    {
        var found = Files().Where(file => File.ReadLines(file.File).Count() > MaxLines).Select(file => file.Path);

        Assert.Empty(found);
    }

    /// <summary>The formatter breaks code, not comments; a line that stays longer is one text, such as a message or a wire body.</summary>
    [Fact]
    public void No_comment_is_longer_than_a_line_of_code_may_be()
    {
        var limit = int.Parse(
            File.ReadLines(Path.Combine(Repository.Root, ".editorconfig"))
                .Single(line => line.StartsWith("max_line_length", StringComparison.Ordinal))
                .Split('=')[1],
            CultureInfo.InvariantCulture
        );

        var found = Files()
            .SelectMany(file => File.ReadLines(file.File).Select((line, index) => (Line: line, At: $"{file.Path}:{index + 1}")))
            .Where(one => one.Line.Length > limit && one.Line.TrimStart().StartsWith("//", StringComparison.Ordinal))
            .Select(one => one.At);

        Assert.Empty(found);
    }

    private static IEnumerable<(string Path, string File)> Files() =>
        new[] { "functions", "infra", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Select(file => (Path: Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'), File: file))
            .Where(file => !file.Path.Split('/').Any(part => part is "bin" or "obj" or "node_modules"));
}
