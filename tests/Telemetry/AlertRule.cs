using System.Text.Json;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Telemetry;

/// <summary>An alert as infra/azure/alerts/alerts.json has it, from which Bicep makes
/// its query: the same condition, on what a test has recorded.</summary>
internal sealed record AlertRule(
    string Name,
    int Severity,
    string Metric,
    string By,
    Dictionary<string, string[]> Where,
    string Read,
    string Is,
    double Threshold,
    int Minutes,
    string Means
)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<AlertRule> All { get; } =
        JsonSerializer.Deserialize<List<AlertRule>>(
            File.ReadAllText(Path.Combine(Repository.Root, "infra", "azure", "alerts", "alerts.json")),
            JsonSerializerOptions.Web
        )!;

    /// <summary>Whether its condition is true at a time.</summary>
    /// <param name="busyAccounts">The deployment's parameter of that name.</param>
    public bool IsTrue(IReadOnlyList<Recorded> recorded, DateTimeOffset now, string[] busyAccounts)
    {
        var values = recorded
            .Where(one =>
                one.Metric == Metric
                && one.At > now - TimeSpan.FromMinutes(Minutes)
                && one.At <= now
                && Where.All(where => Allowed(where.Value, busyAccounts).Contains(one.Tags[where.Key]))
            )
            .GroupBy(one => By.Length == 0 ? "" : one.Tags[By])
            .Select(group => Aggregate([.. group.Select(one => one.Value)]))
            .ToList();
        // Without anything to split by, nothing is a sum, too.
        if (values.Count == 0 && By.Length == 0 && Read == "sum")
            values.Add(0);
        return values.Any(value => Is == "GreaterThan" ? value > Threshold : value < Threshold);
    }

    private static string[] Allowed(string[] values, string[] busyAccounts) => values is ["busyAccounts"] ? busyAccounts : values;

    private double Aggregate(IReadOnlyList<double> values) =>
        Read switch
        {
            "max" => values.Max(),
            "min" => values.Min(),
            "sum" => values.Sum(),
            "count" => values.Count,
            _ => throw new InvalidOperationException($"Nothing is read as {Read}."),
        };
}

/// <summary>One measurement: a counter's step, a histogram's value, a gauge's reading.</summary>
internal sealed record Recorded(DateTimeOffset At, string Metric, double Value, IReadOnlyDictionary<string, string> Tags);
