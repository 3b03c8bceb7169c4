using PaymentHub.Merchants;

namespace PaymentHub.Tests.Merchants;

/// <summary>What is read off an editor's answers.</summary>
public abstract class DirectoryEditorBench
{
    private protected static string[] Fields(Problem problem) =>
        [.. problem.Errors.Select(error => error.Field).Distinct().Order(StringComparer.Ordinal)];
}
