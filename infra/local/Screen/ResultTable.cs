using System.Globalization;
using PaymentHub.Local.Demo;
using Spectre.Console;

namespace PaymentHub.Local.Screen;

/// <summary>The table of what was played.</summary>
internal static class ResultTable
{
    private const string Nothing = "-";

    public static Table Of(IEnumerable<PlayResult> results)
    {
        var table = new Table { Border = TableBorder.Ascii2 };
        table.AddColumns(
            new TableColumn("provider").NoWrap(),
            new TableColumn("order"),
            new TableColumn("amount").NoWrap().RightAligned(),
            new TableColumn("state"),
            new TableColumn("callback →\nwebhook").NoWrap().RightAligned(),
            new TableColumn("signature\nverified").NoWrap()
        );
        foreach (var result in results)
        {
            var colour = result.AsExpected ? "green" : "red";
            table.AddRow(
                Cell(result.Provider),
                Cell(result.Order),
                Cell(result.Amount),
                $"[{colour}]{Cell(result.State)}[/]",
                Cell(result.Latency is { } latency ? string.Create(CultureInfo.InvariantCulture, $"{latency.TotalMilliseconds:0} ms") : null),
                result.Verified switch
                {
                    true => "[green]yes[/]",
                    false => "[red]no[/]",
                    null => Nothing,
                }
            );
        }

        return table;
    }

    private static string Cell(string? text) => Markup.Escape(text ?? Nothing);
}
