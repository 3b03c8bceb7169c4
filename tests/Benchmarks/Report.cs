using System.Globalization;
using System.Text.Json;

namespace PaymentHub.Benchmarks;

/// <summary>What a run has measured: printed as a table, or as JSON for programs.</summary>
internal sealed class Report(string verb)
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };
    private readonly List<(string Name, double Value, string Text)> _figures = [];

    /// <param name="name">Its name for programs.</param>
    /// <param name="text">What it is, in words, with its unit.</param>
    public void Add(string name, double value, string text) => _figures.Add((name, Math.Round(value, 2), text));

    /// <summary>Median, 95 % and 99 % of durations, and the longest.</summary>
    public void AddPercentiles(string name, IEnumerable<double> milliseconds, string text)
    {
        double[] sorted = [.. milliseconds.Order()];
        Add($"{name}_median_ms", Percentile(sorted, 0.5), $"ms  {text}, median");
        Add($"{name}_p95_ms", Percentile(sorted, 0.95), $"ms  {text}, 95 %");
        Add($"{name}_p99_ms", Percentile(sorted, 0.99), $"ms  {text}, 99 %");
        Add($"{name}_longest_ms", Percentile(sorted, 1), $"ms  {text}, the longest of {sorted.Length}");
    }

    /// <summary>Storage operations, in all and of each kind; empty looks into queues apart, since they cost what time costs.</summary>
    public void AddStorage(IReadOnlyDictionary<string, StorageCount> counts, int deposits)
    {
        Add("operations", counts.Where(one => IsWork(one.Key)).Sum(one => one.Value.Calls) / (double)deposits, "storage operations a deposit");
        foreach (var (name, count) in counts.OrderByDescending(one => one.Value.Calls))
        {
            var unit = IsWork(name) ? "of them" : "besides them";
            Add($"operations_{name.Replace(' ', '_')}", count.Calls / (double)deposits, $"    {unit}: {name}, of {count.Bytes / count.Calls} bytes");
        }
    }

    public void Write(bool json)
    {
        if (json)
        {
            var figures = _figures.ToDictionary(figure => figure.Name, figure => figure.Value);
            Console.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        verb,
                        processors = Environment.ProcessorCount,
                        figures,
                    },
                    Json
                )
            );
            return;
        }

        Console.WriteLine($"{verb}, {Environment.ProcessorCount} processors");
        foreach (var (_, value, text) in _figures)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value, 12:0.00}  {text}"));
    }

    public static double Percentile(IReadOnlyList<double> sorted, double part) =>
        sorted.Count == 0 ? double.NaN : sorted[Math.Max(0, (int)Math.Ceiling(part * sorted.Count) - 1)];

    /// <summary>Whether calls of that kind are somebody's: receiving is shared by a batch; "other" is the host's leases and the
    /// making of tables.</summary>
    public static bool IsWork(string name) => name is not ("receive" or "other" or "renew message");
}
