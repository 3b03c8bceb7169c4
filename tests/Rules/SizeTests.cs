using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Rules;

/// <summary>A file that is long does more than one thing.</summary>
public sealed class SizeTests
{
    private const int MaxLines = 250;

    [Fact]
    public void No_file_is_long()
    {
        var found = new[] { "functions", "infra", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Select(file => (Path: Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'), File: file))
            .Where(file => !file.Path.Split('/').Any(part => part is "bin" or "obj" or "node_modules") && File.ReadLines(file.File).Count() > MaxLines)
            .Select(file => file.Path);

        Assert.Empty(found);
    }
}
