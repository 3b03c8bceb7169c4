using System.Text.RegularExpressions;
using System.Xml.Linq;
using PaymentHub.Tests.Contract;
using PaymentHub.Tests.Rules;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Documents;

/// <summary>Runs a command of a document, or, where it would build or test everything or install something, holds what it names to exist.</summary>
/// <param name="hub">What stands where a document has the local run.</param>
/// <param name="folder">Where commands leave their files, and find those that they read.</param>
internal sealed partial class CommandCheck(Hub hub, string folder)
{
    private const string LocalRun = "http://127.0.0.1:7071";

    /// <summary>Spoken of, and not to be typed.</summary>
    private static readonly string[] Mentioned = ["curl -v", "dotnet <app>.dll"];

    /// <summary>Commands that run nowhere in a test.</summary>
    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["az"] = "it needs a subscription in Azure",
        ["func"] = "Azure Functions Core Tools are not on every machine",
        ["pip"] = "nothing is installed for a test",
        ["composer"] = "nothing is installed for a test, and there is no PHP",
    };

    private static readonly Lazy<string[]> Tests = new(() =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText)]
    );

    private string Address => hub.Address.ToString().TrimEnd('/');

    /// <summary>What is wrong with a command; null when nothing is, or when it says itself why it is not run.</summary>
    public async Task<string?> FindMistakeAsync(string command)
    {
        if (Mentioned.Contains(command))
            return null;
        while (Assignment().Match(command) is { Success: true } set)
        {
            if (!Tests.Value.Any(text => text.Contains($"\"{set.Groups["name"].Value}\"", StringComparison.Ordinal)))
                return $"Nothing reads {set.Groups["name"].Value}.";
            command = command[set.Length..];
        }

        // What a command is told to be entered as.
        if (Setting().Match(command) is { Success: true } setting)
        {
            return ExampleSettings.All.Keys.Any(name => name.EndsWith(setting.Groups["end"].Value, StringComparison.Ordinal))
                ? null
                : "There is no such setting.";
        }

        var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            ["curl", ..] => await CurlAsync(command),
            ["dotnet", "run", "--project", var project] => Exists(project),
            ["dotnet", "run", "--project", "infra/local", "--", "verify-webhook", .. var files] when files.Contains("headers.txt") => null, // DocumentSnippetTests.
            ["dotnet", "run", "--project", var project, "--", .. var arguments] => Exists(project) ?? await OptionsAsync(project, arguments),
            ["dotnet", "build" or "test" or "publish" or "format", ..] => OptionWithValue()
                .Replace(command, "")
                .Split(' ')
                .Skip(2)
                .Where(word => word[0] != '-')
                .Select(Exists)
                .FirstOrDefault(mistake => mistake is not null),
            ["dotnet", "tool", "restore", "&&", "dotnet", var tool, ..] => Names(".config/dotnet-tools.json", $"\"{tool}\""),
            ["dotnet", "add", "package", var package] => Names("Directory.Packages.props", $"Include=\"{package}\""),
            ["npm", "install", var package] => Names("infra/node/package.json", $"\"{package}\""),
            ["npx", "openapi-typescript", .. var rest] => await GenerateAsync(rest),
            ["openssl", ..] => await ShellAsync(command),
            // A copy without its history has no files to list.
            ["git", "ls-files", ..] => Path.Exists(Path.Combine(Repository.Root, ".git")) ? await ShellAsync(command) : null,
            [".ci/run"] => File.Exists(Path.Combine(Repository.Root, ".ci", "run")) ? null : ".ci/run is not there.",
            [var other, ..] when Elsewhere.ContainsKey(other) => null,
            _ => "No test knows how to run this command: teach CommandCheck.",
        };
    }

    private async Task<string?> CurlAsync(string command)
    {
        var own = command
            .Replace(LocalRun, Address, StringComparison.Ordinal)
            .Replace("https://hub.example", Address, StringComparison.Ordinal)
            .Replace("demo_", $"{hub.Alpha.Id}_", StringComparison.Ordinal);
        return own == command
            ? "It calls something else than the local run."
            : await ShellAsync($"curl() {{ command curl --silent --show-error --fail-with-body \"$@\"; }}; {own}");
    }

    private async Task<string?> ShellAsync(string command)
    {
        var (exitCode, output) = await Snippets.RunAsync(
            "bash",
            ["-euo", "pipefail", "-c", command],
            input: "",
            ("KEY", hub.Alpha.ApiKey),
            ("OPERATOR_KEY", hub.Operator.Key)
        );
        return exitCode == 0 ? null : $"It ended with {exitCode}: {output}";
    }

    private async Task<string?> GenerateAsync(string[] arguments)
    {
        var output = Path.Combine(folder, arguments[^1]);
        var (exitCode, text) = await ContractTools.RunAsync(
            "node_modules/openapi-typescript/bin/cli.js",
            [.. arguments[..^1].Select(word => word.Replace(LocalRun, Address, StringComparison.Ordinal)), output]
        );
        return exitCode == 0 && File.Exists(output) ? null : text;
    }

    /// <summary>What it ends with is not looked at: some want more than help.</summary>
    private static async Task<string?> OptionsAsync(string project, string[] arguments)
    {
        var file = Directory.EnumerateFiles(Path.Combine(Repository.Root, project), "*.csproj").Single();
        var (name, assembly) = (Path.GetFileNameWithoutExtension(file), XDocument.Load(file).Descendants("AssemblyName").SingleOrDefault()?.Value);
        // …/bin/PaymentHub.Tests/debug → …/bin/Local/debug.
        var output = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        var folder = Path.GetFullPath(Path.Combine(output, "..", "..", name, Path.GetFileName(output)));
        var (exitCode, help) = await Snippets.RunAsync(
            "dotnet",
            [Path.Combine(folder, $"{assembly ?? name}.dll"), .. arguments.TakeWhile(word => word[0] != '-'), "--help"],
            input: ""
        );
        if (exitCode != 0)
            return $"--help ended with {exitCode}: {help}";
        return arguments
            .Where(word => word.StartsWith("--", StringComparison.Ordinal) && !help.Contains(word, StringComparison.Ordinal))
            .Select(word => $"There is no {word}: {help}")
            .FirstOrDefault();
    }

    private static string? Exists(string path) => Path.Exists(Path.Combine(Repository.Root, path)) ? null : $"There is no {path}.";

    private static string? Names(string file, string text) =>
        File.ReadAllText(Path.Combine(Repository.Root, file)).Contains(text, StringComparison.OrdinalIgnoreCase)
            ? null
            : $"{file} does not name it: nothing here is tested with it.";

    // Whether a filter finds a test is looked at elsewhere.
    [GeneratedRegex(@" (?:--filter|--logger|-c) (?:""[^""]*""|\S+)")]
    private static partial Regex OptionWithValue();

    [GeneratedRegex(@"\APaymentHub__\w+(?<end>__[A-Za-z0-9]+) += ")]
    private static partial Regex Setting();

    [GeneratedRegex(@"\A(?<name>[A-Z][A-Z0-9_]+)=\S+ ")]
    private static partial Regex Assignment();
}
