using System.Text.Json;

namespace PaymentHub.Http.Console;

/// <summary>Half of a report, of deposits or of withdrawals, as a page shows it: read from what is kept, which is as it is on the wire.</summary>
/// <param name="Reason">Why not everything was compared; null when it was.</param>
/// <param name="Differences">Null where there is nothing to compare with.</param>
public sealed record ConsoleReportSection(
    string Name,
    string? Reason,
    IReadOnlyList<ConsoleReportSide> Sides,
    int DifferenceCount,
    IReadOnlyList<ConsoleDifference>? Differences
)
{
    /// <summary>The halves of a report; none while there is no report.</summary>
    public static IReadOnlyList<ConsoleReportSection> Read(string? report)
    {
        if (report is null)
            return [];
        using var json = JsonDocument.Parse(report);
        return [.. json.RootElement.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.Object).Select(Read)];
    }

    private static ConsoleReportSection Read(JsonProperty half)
    {
        var sides = new[] { ("here", "Here"), ("there", "At the provider") }
            .Where(side => half.Value.TryGetProperty(side.Item1, out _))
            .Select(side => ConsoleReportSide.Read(side.Item2, half.Value.GetProperty(side.Item1)))
            .ToList();
        return new(
            char.ToUpperInvariant(half.Name[0]) + half.Name[1..],
            Text(half.Value, "reason")?.Replace('_', ' '),
            sides,
            half.Value.TryGetProperty("difference_count", out var count) ? count.GetInt32() : 0,
            half.Value.TryGetProperty("differences", out var all) ? [.. all.EnumerateArray().Select(Difference)] : null
        );
    }

    private static ConsoleDifference Difference(JsonElement one) =>
        new(Text(one, "difference") ?? "", Text(one, "id"), Text(one, "provider_order_id"), Line(one, "here"), Line(one, "there"));

    private static string Line(JsonElement one, string side) =>
        one.TryGetProperty(side, out var line)
            ? string.Join(' ', Text(line, "status"), Text(line, "amount"), Text(line, "currency")).Trim()
            : "missing";

    internal static string? Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value.GetString() : null;
}

/// <summary>What one side has in sum.</summary>
public sealed record ConsoleReportSide(string Name, int Count, string ByStatus, string Completed)
{
    internal static ConsoleReportSide Read(string name, JsonElement side) =>
        new(
            name,
            side.GetProperty("count").GetInt32(),
            string.Join(", ", side.GetProperty("by_status").EnumerateObject().Select(one => $"{one.Value} {one.Name}")),
            string.Join(
                ", ",
                side.GetProperty("completed").EnumerateObject().Select(one => $"{ConsoleReportSection.Text(one.Value, "amount")} {one.Name}")
            )
        );
}

/// <summary>One difference between both sides.</summary>
/// <param name="What">In what they differ, in a word.</param>
public sealed record ConsoleDifference(string What, string? OrderId, string? ProviderOrderId, string Here, string There);
