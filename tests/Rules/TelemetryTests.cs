using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Telemetry;
using PaymentHub.Tests.Support;
using PaymentHub.Tests.Telemetry;

namespace PaymentHub.Tests.Rules;

/// <summary>Metrics, alerts and what the documents say of both are the same.</summary>
public sealed partial class TelemetryTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operator", "telemetry.md"));
    private static readonly string Runbook = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operator", "alerts.md"));

    /// <summary>The page's table of metrics: name, unit, tags, and the alerts that rest on it.</summary>
    private static readonly List<(string Name, string Unit, string[] Tags, string[] Alerts)> Documented =
    [
        .. MetricRow()
            .Matches(Page)
            .Select(row =>
                (row.Groups["name"].Value, row.Groups["unit"].Value, Quoted(row.Groups["tags"].Value), Quoted(row.Groups["alerts"].Value))
            ),
    ];

    [Fact]
    public void Every_metric_stands_in_the_page_with_its_unit_and_no_other()
    {
        var instruments = Instruments().Select(instrument => (instrument.Name, instrument.Unit)).Distinct();

        Assert.Equal(instruments.Order(), Documented.Select(row => (row.Name, (string?)row.Unit)).Order());
    }

    [Fact]
    public void The_page_says_which_alert_rests_on_which_metric() =>
        Assert.Equal(
            AlertRule.All.Select(alert => (alert.Metric, alert.Name)).Order(),
            Documented.SelectMany(row => row.Alerts.Select(alert => (row.Name, alert))).Order()
        );

    [Fact]
    public void An_alert_looks_only_at_tags_that_its_metric_has() =>
        Assert.All(
            AlertRule.All,
            alert =>
                Assert.Empty(
                    alert.Where.Keys.Append(alert.By).Where(tag => tag.Length > 0).Except(Documented.Single(row => row.Name == alert.Metric).Tags)
                )
        );

    [Fact]
    public void Every_alert_has_its_part_of_the_runbook_and_no_other() =>
        Assert.Equal(
            AlertRule.All.Select(alert => alert.Name).Order(StringComparer.Ordinal),
            Heading().Matches(Runbook).Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void An_alert_is_one_that_can_be_read()
    {
        Assert.All(
            AlertRule.All,
            alert =>
            {
                Assert.Matches("^[a-z_]{3,30}$", alert.Name);
                Assert.Contains(alert.Read, (string[])["max", "min", "sum", "count"]);
                Assert.Contains(alert.Is, (string[])["GreaterThan", "LessThan"]);
                Assert.InRange(alert.Severity, 0, 4);
                // A rule looks back over a multiple of how often it looks, which is every five minutes.
                Assert.Equal(0, alert.Minutes % 5);
                Assert.True(alert.Means.Length > 20);
            }
        );
    }

    /// <summary>The names of all metrics.</summary>
    internal static IEnumerable<string> Names() => Instruments().Select(instrument => instrument.Name).Distinct();

    private static IEnumerable<Instrument> Instruments()
    {
        var found = new List<Instrument>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                lock (found)
                {
                    if (instrument.Meter.Name == HubMetrics.Name)
                        found.Add(instrument);
                }
            },
        };
        listener.Start();
        RuntimeHelpers.RunClassConstructor(typeof(HubMetrics).TypeHandle);
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        _ = new HubGauges(services.GetRequiredService<IMeterFactory>(), TimeProvider.System);
        lock (found)
            return [.. found];
    }

    private static string[] Quoted(string cell) => [.. Word().Matches(cell).Select(match => match.Groups["word"].Value)];

    [GeneratedRegex(@"^\| `(?<name>paymenthub\.[a-z_.]+)` \| `(?<unit>[^`]+)` \|(?<tags>[^|]*)\|[^|]+\|(?<alerts>[^|]*)\|$", RegexOptions.Multiline)]
    private static partial Regex MetricRow();

    [GeneratedRegex(@"^## (?<name>[a-z_]+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("`(?<word>[a-z_]+)`")]
    private static partial Regex Word();
}
