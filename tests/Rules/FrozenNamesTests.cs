using System.Text.RegularExpressions;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Rules;

/// <summary>
/// What is stored, called and configured by name outlives a deployment: routes, tables, queues, settings and the keys of rows. After a
/// change that is meant, PAYMENTHUB_RENEW_CONTRACT=yes writes the file anew, and the diff is part of the review.
/// </summary>
public sealed partial class FrozenNamesTests
{
    private static readonly string File = Path.Combine(Repository.Root, "tests", "Rules", "golden", "names.txt");

    [Fact]
    public void Names_that_outlive_a_deployment_stay_what_they_are()
    {
        var names = Names();
        if (Environment.GetEnvironmentVariable("PAYMENTHUB_RENEW_CONTRACT") == "yes")
            System.IO.File.WriteAllText(File, names);

        Assert.Equal(System.IO.File.ReadAllText(File), names);
    }

    private static string Names() =>
        string.Concat(
            Section("routes", AppRoute.All.Select(route => $"{route.Method} {route.Path}")),
            Section("tables", TableNames.All),
            Section("queues", QueueNames.All),
            Section("settings", Settings()),
            Section("keys", Keys())
        );

    private static string Section(string head, IEnumerable<string> lines) =>
        $"{head}\n{string.Concat(lines.Order(StringComparer.Ordinal).Select(line => $"  {line}\n"))}";

    /// <summary>Those of the host's schedules and of the hub; a merchant's and an account's below a placeholder.</summary>
    private static IEnumerable<string> Settings() =>
        ExampleSettings
            .All.Keys.Select(name => Account().Replace(Merchant().Replace(name, "__Merchants__<merchant>__"), "__Accounts__<account>__"))
            .Select(name => Endpoint().Replace(name, "__Endpoints__<endpoint>__"))
            .Distinct();

    /// <summary>The table of keys that stands above them in the code: a key that is not in it is found by its own tests.</summary>
    private static IEnumerable<string> Keys()
    {
        var code = System.IO.File.ReadAllText(Path.Combine(Repository.Root, "functions", "Storage", "Keys.cs"));
        return KeyTable()
            .Match(code)
            .Groups["lines"]
            .Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => Spaces().Replace(line.Replace("///", "", StringComparison.Ordinal).Trim(), "  "));
    }

    [GeneratedRegex(@"__Merchants__\w+?__")]
    private static partial Regex Merchant();

    [GeneratedRegex(@"__Accounts__[a-z0-9]+(_[a-z0-9]+)*__")]
    private static partial Regex Account();

    [GeneratedRegex(@"__Endpoints__[a-z0-9]+(_[a-z0-9]+)*__")]
    private static partial Regex Endpoint();

    [GeneratedRegex(@"/// <code>\n(?<lines>.*?)/// </code>", RegexOptions.Singleline)]
    private static partial Regex KeyTable();

    [GeneratedRegex(@"\s{2,}")]
    private static partial Regex Spaces();
}
