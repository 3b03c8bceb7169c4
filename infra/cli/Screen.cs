using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace PaymentHub.Cli;

/// <summary>Writes answers for people, as tables and lines, or for programs, as JSON.</summary>
/// <param name="json">Whether for programs.</param>
internal sealed class Screen(bool json)
{
    /// <summary>No line is broken where a program may read it.</summary>
    private const int PipeWidth = 1_000;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Show(JsonNode? answer, IReadOnlyList<string> columns)
    {
        if (json)
            Console.Out.WriteLine(answer?.ToJsonString(Indented) ?? "{}");
        else if (answer is JsonObject { } page && page["data"] is JsonArray lines)
            ShowPage(page, lines, columns);
        else if (answer is JsonObject one)
            ShowOne(one, "");
        else
            Console.Out.WriteLine("Done.");
    }

    public static void Tell(string line) => Console.Error.WriteLine(Clean(line));

    /// <summary>Whether a person at the keyboard agrees; where nobody sits at one, nobody does.</summary>
    public static bool Confirm(string question)
    {
        if (Console.IsInputRedirected)
        {
            Tell($"{question} Nobody can be asked here: repeat it with --yes.");
            return false;
        }

        Console.Error.Write(Clean(question) + " Type yes to go on: ");
        return string.Equals(Console.ReadLine()?.Trim(), "yes", StringComparison.OrdinalIgnoreCase);
    }

    private static void ShowPage(JsonObject page, JsonArray lines, IReadOnlyList<string> columns)
    {
        if (lines.Count == 0)
        {
            Console.Out.WriteLine("None.");
        }
        else
        {
            var table = new Table().Border(TableBorder.None);
            foreach (var column in columns)
                table.AddColumn(new TableColumn(new Text(column[(column.LastIndexOf('.') + 1)..].ToUpperInvariant())));
            foreach (var line in lines)
                table.AddRow(columns.Select(column => new Text(Cell(At(line, column)))));
            var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
            if (Console.IsOutputRedirected)
                console.Profile.Width = PipeWidth;
            console.Write(table);
        }

        foreach (var (name, value) in page.Where(member => member.Key is not ("data" or "next_cursor") && member.Value is not JsonArray { Count: 0 }))
            Console.Out.WriteLine($"{name}: {Cell(value)}");
        if (page["next_cursor"] is { } cursor)
            Console.Out.WriteLine($"There are more: --cursor {Cell(cursor)}, or --all.");
    }

    private static void ShowOne(JsonObject one, string indent)
    {
        var width = one.Select(member => member.Key.Length).DefaultIfEmpty().Max();
        foreach (var (name, value) in one)
        {
            switch (value)
            {
                case JsonObject { Count: > 0 } inner:
                    Console.Out.WriteLine($"{indent}{Clean(name)}:");
                    ShowOne(inner, indent + "  ");
                    break;
                case JsonArray { Count: > 0 } items when items.Any(item => item is JsonObject):
                    Console.Out.WriteLine($"{indent}{Clean(name)}:");
                    foreach (var item in items)
                        Console.Out.WriteLine($"{indent}  - {Cell(item)}");
                    break;
                default:
                    Console.Out.WriteLine($"{indent}{Clean(name).PadRight(width)}  {Cell(value)}");
                    break;
            }
        }
    }

    private static JsonNode? At(JsonNode? line, string path) =>
        path.Split('.').Aggregate(line, (node, name) => node is JsonObject inner ? inner[name] : null);

    private static string Cell(JsonNode? value) =>
        value switch
        {
            null => "",
            JsonArray items => string.Join(", ", items.Select(Cell)),
            JsonObject inner => string.Join(" ", inner.Select(member => $"{Clean(member.Key)}={Cell(member.Value)}")),
            _ => Clean(
                Convert.ToString(value.AsValue().TryGetValue<bool>(out var yes) ? (yes ? "yes" : "no") : value, CultureInfo.InvariantCulture)!
            ),
        };

    // Customers and providers choose some of these texts: none of them may move the cursor or colour a line of somebody's terminal.
    private static string Clean(string text) =>
        string.Concat(
            text.Select(sign =>
                char.IsControl(sign) || char.GetUnicodeCategory(sign) is UnicodeCategory.Format or UnicodeCategory.LineSeparator ? '\uFFFD' : sign
            )
        );
}
