using System.Text.RegularExpressions;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Rules;

/// <summary>The app's source files.</summary>
internal static partial class Sources
{
    /// <summary>Every file under functions/, by its path from there with slashes, without comments.</summary>
    public static IReadOnlyDictionary<string, string> Code { get; } = Read();

    /// <summary>The room of a file: its first folder, empty for the root's files.</summary>
    public static string Room(string path) => path.Contains('/', StringComparison.Ordinal) ? path[..path.IndexOf('/', StringComparison.Ordinal)] : "";

    private static Dictionary<string, string> Read()
    {
        var folder = Path.Combine(Repository.Root, "functions");
        return Directory
            .EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(file => (Path: Path.GetRelativePath(folder, file).Replace('\\', '/'), Text: File.ReadAllText(file)))
            .Where(file => Room(file.Path) is not ("bin" or "obj"))
            .ToDictionary(file => file.Path, file => Comment().Replace(file.Text, ""), StringComparer.Ordinal);
    }

    // Whole-line comments only: within a line, two slashes may be part of an address.
    [GeneratedRegex(@"^[ \t]*//.*$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Comment();
}
