using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;
using PaymentHub.Tests.Support.App;
using PaymentHub.Tests.Telemetry;

namespace PaymentHub.Tests.Rules;

/// <summary>What the code names and what the deployment makes are the same.</summary>
public sealed partial class DeploymentTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "infra", "azure");

    private static readonly string[] Stages = [.. Directory.EnumerateFiles(Path.Combine(Folder, "stages")).Select(File.ReadAllText)];

    private static readonly string Bicep = string.Concat(
        Directory
            .EnumerateFiles(Folder, "*.bicep*")
            .Order(StringComparer.Ordinal)
            .Where(file => !file.EndsWith(".csproj", StringComparison.Ordinal))
            .Select(File.ReadAllText)
    );

    [Fact]
    public void The_deployment_makes_the_tables_and_queues_of_the_code()
    {
        Assert.Equal(TableNames.All.Order(), List("tables"));
        Assert.Equal(QueueNames.All.Order(), List("queues"));
    }

    [Fact]
    public void Every_setting_that_the_deployment_makes_is_one_that_is_documented()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operator", "settings.md"));
        var made = Setting()
            .Matches(Bicep + string.Concat(Stages))
            .Select(match => match.Value)
            .Where(name => !name.EndsWith('_'))
            .Distinct()
            .ToList();

        Assert.Contains("PaymentHub__PublicBaseUrl", made);
        Assert.All(
            made,
            name =>
                Assert.True(
                    ExampleSettings.All.ContainsKey(name) || page.Contains($"`{name}`", StringComparison.Ordinal),
                    $"Nothing reads {name}, or its page does not say so."
                )
        );
    }

    [Fact]
    public void What_the_host_has_to_be_told_is_told()
    {
        foreach (
            var schedule in AppFunction
                .All.Select(function => function.Trigger)
                .OfType<Microsoft.Azure.Functions.Worker.TimerTriggerAttribute>()
                .Select(trigger => trigger.Schedule.Trim('%'))
                .Distinct()
        )
        {
            Assert.Equal(
                ExampleSettings.All[schedule],
                Regex.Match(Bicep, $"^  {schedule}: '(?<schedule>[^']+)'$", RegexOptions.Multiline).Groups["schedule"].Value
            );
        }
    }

    /// <summary>By these names the host would export by itself, and its spans have the paths of requests.</summary>
    [Theory]
    [InlineData("APPLICATIONINSIGHTS_CONNECTION_STRING")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT")]
    [InlineData("AppServiceHTTPLogs")]
    public void The_host_is_given_nowhere_to_write_paths_to(string name) =>
        Assert.DoesNotContain(
            Bicep.Split('\n'),
            line => line.Contains(name, StringComparison.Ordinal) && !line.TrimStart().StartsWith("//", StringComparison.Ordinal)
        );

    /// <summary>The arithmetic of the costs rests on what the storage budget counts.</summary>
    [Fact]
    public void The_costs_are_reckoned_with_the_operations_that_are_counted()
    {
        var budget = File.ReadAllText(Path.Combine(Repository.Root, "tests", "Journeys", "StorageBudget.cs"));
        var counted = Regex.Match(budget, @"Assert\.Equal\((?<calls>\d+), expected\.Length\)").Groups["calls"].Value;

        Assert.Contains(
            $"**{counted} operations: ",
            File.ReadAllText(Path.Combine(Repository.Root, "docs", "operator", "costs.md")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Stages_differ_in_values_and_in_nothing_else()
    {
        var shapes = Stages
            .Select(stage => JsonNode.Parse(stage)!["sizes"]!.AsObject().Select(size => size.Key).Order(StringComparer.Ordinal).ToList())
            .ToList();

        Assert.Equal(2, shapes.Count);
        Assert.Equal(shapes[0], shapes[1]);
    }

    [Fact]
    public void What_is_kept_running_for_a_function_is_one_that_there_is() =>
        Assert.All(
            Stages.SelectMany(stage => JsonNode.Parse(stage)!["sizes"]!["alwaysReady"]!.AsArray().Select(ready => (string)ready!["name"]!)),
            name => Assert.Contains(name, AppFunction.All.Select(function => "function:" + function.Name).Append("http"))
        );

    [Fact]
    public void No_output_and_no_stage_holds_a_secret()
    {
        Assert.DoesNotContain(Output().Matches(Bicep), output => SecretWord().IsMatch(output.Value));
        Assert.DoesNotContain(Stages, stage => SecretWord().IsMatch(Reference().Replace(stage, "")));
        Assert.DoesNotMatch("listKeys|listSecrets|connectionString", Bicep);
    }

    [Fact]
    public void The_workbook_shows_every_metric_and_no_other()
    {
        using var workbook = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "workbook", "workbook.json")));
        var shown = Metric().Matches(workbook.RootElement.ToString()).Select(match => match.Value).Distinct();

        Assert.Equal(TelemetryTests.Names().Order(StringComparer.Ordinal), shown.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_alerts_are_read_by_the_deployment_as_the_tests_read_them()
    {
        Assert.Contains("loadJsonContent('alerts/alerts.json')", Bicep, StringComparison.Ordinal);
        var reads = Regex.Match(Bicep, @"^var reads = \{(?<reads>.*)\}$", RegexOptions.Multiline).Groups["reads"].Value;
        Assert.All(AlertRule.All, alert => Assert.Contains($" {alert.Read}: ", reads, StringComparison.Ordinal));
    }

    private static IEnumerable<string> List(string name)
    {
        var list = Regex.Match(Bicep, $@"^var {name} = \[(?<items>[^\]]*)\]$", RegexOptions.Multiline);
        Assert.True(list.Success);
        return Regex.Matches(list.Groups["items"].Value, "'(?<item>[^']+)'").Select(item => item.Groups["item"].Value).Order();
    }

    [GeneratedRegex("PaymentHub__[A-Za-z0-9_]+", RegexOptions.CultureInvariant)]
    private static partial Regex Setting();

    [GeneratedRegex("^output .*$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Output();

    [GeneratedRegex("key|secret|password|token", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretWord();

    // A setting of the vault: its name, and its secret's.
    [GeneratedRegex(@"""vaultSettings"": \{[^}]*\}", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();

    [GeneratedRegex(@"paymenthub\.[a-z_.]+", RegexOptions.CultureInvariant)]
    private static partial Regex Metric();
}
