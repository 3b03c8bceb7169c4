using System.CommandLine;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PaymentHub.Cli;

/// <summary>Makes a command of an operation: its arguments and options, the questions before it, its answer on the screen.</summary>
internal sealed partial class HubCommand : Command
{
    /// <summary>Where a list that goes on and on ends: nobody reads further, and the hub has other work.</summary>
    private const int MaxPages = 1_000;

    /// <summary>The member of a body that is read from a file.</summary>
    private const string Secret = "value";

    private readonly HubCall _call;
    private readonly Dictionary<string, Argument<string>> _arguments = [];
    private readonly Dictionary<string, Option<string?>> _query = [];
    private readonly Dictionary<string, Option<string?>> _fields = [];

    private readonly Option<FileInfo?> _file = new("--file", "-f")
    {
        Description = "The document, JSON, or - for standard input.",
        Required = true,
        HelpName = "file",
    };

    private readonly Option<bool> _try = new("--dry-run") { Description = "Check everything, and change nothing." };

    private readonly Option<string?> _version = new("--version")
    {
        Description = "The version that you looked at, or 'any'. Without it: see above.",
        HelpName = "number",
    };

    private readonly Option<bool> _all = new("--all") { Description = "Read all pages." };

    public HubCommand(string name, string description, HubCall call)
        : base(name, description)
    {
        _call = call;
        foreach (var place in Places().Matches(call.Path).Select(match => match.Groups[1].Value))
        {
            _arguments[place] = new Argument<string>(place) { Description = $"The {place.Replace('-', ' ')}." };
            Add(_arguments[place]);
        }

        var query = call.IsPaged
            ? call.Query.Concat([("limit", "How many on a page."), ("cursor", "The next_cursor of the previous page.")])
            : call.Query;
        AddAll(query, _query);
        AddAll(call.Fields, _fields);
        if (call.IsPaged)
            Add(_all);
        if (call.TakesDocument)
            Add(_file);
        if (call.CanTry)
            Add(_try);
        if (call.Version != VersionRule.None)
            Add(_version);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var path = PathOf(_call.Path, parsed);
        var body = Body(parsed);
        if (_call.TakesDocument)
            CommonOptions.RefuseSharedInput(parsed, parsed.GetValue(_file)!);
        var seen = body is not null && _call.TakesDocument ? DocumentFile.TakeVersion(body) : null;
        foreach (var name in _call.LeftOut)
            body?.Remove(name);

        var tries = _call.CanTry && parsed.GetValue(_try);
        if (_call.Question is { } question && !tries && !parsed.GetValue(CommonOptions.Yes) && !Screen.Confirm(Filled(question, parsed)))
            return ExitCodes.NotConfirmed;

        using var hub = CommonOptions.Client(parsed);
        var tag = Tag(parsed.GetValue(_version) ?? seen);
        if (tag is null && _call.Version == VersionRule.Given)
        {
            throw new CommandException(
                ExitCodes.BadUsage,
                "Give the version that you looked at: leave it in the document as 'show --json' wrote it, or use --version."
            );
        }

        if (tag is null && _call.Version == VersionRule.Current)
        {
            var now = await hub.SendAsync(
                HttpMethod.Get,
                PathOf(_call.VersionPath ?? _call.Path[.._call.Path.LastIndexOf('/')], parsed),
                null,
                null,
                cancellationToken
            );
            if (now.Status != 200)
                return Problems.Tell(now);
            tag = now.Tag;
        }

        var answer = await hub.SendAsync(_call.Method, path + QueryText(parsed, tries), body, tag, cancellationToken);
        if (answer.Status is < 200 or > 299)
            return Problems.Tell(answer);
        if (_call.IsPaged && parsed.GetValue(_all))
            answer = await ReadOnAsync(hub, path + QueryText(parsed, tries), answer, cancellationToken);
        if (tries)
            Screen.Tell("Checked. Nothing has been changed.");
        new Screen(parsed.GetValue(CommonOptions.Json)).Show(answer.Body, _call.Columns);
        return answer is { Status: 202, Body: JsonObject waiting } && (waiting["status"]?.ToString() == "awaiting_second_operator")
            ? ExitCodes.AwaitsSecond
            : ExitCodes.Done;
    }

    private static async Task<HubAnswer> ReadOnAsync(HubClient hub, string path, HubAnswer first, CancellationToken cancellationToken)
    {
        var (page, lines) = (first.Body as JsonObject, first.Body?["data"] as JsonArray);
        for (var pages = 1; page?["next_cursor"]?.ToString() is { } cursor && lines is not null; pages++)
        {
            if (pages == MaxPages)
                throw new CommandException(ExitCodes.Refused, $"The list is longer than {MaxPages} pages: ask for less of it.");
            var rest = await hub.SendAsync(
                HttpMethod.Get,
                $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}cursor={Uri.EscapeDataString(cursor)}",
                null,
                null,
                cancellationToken
            );
            if (rest.Status != 200 || rest.Body is not JsonObject next || next["data"] is not JsonArray more)
                throw new CommandException(ExitCodes.Unavailable, $"The list ended after {pages} pages: the hub answered with {rest.Status}.");
            foreach (var line in more)
                lines.Add(line?.DeepClone());
            page.Remove("next_cursor");
            if (next["next_cursor"] is { } onwards)
                page["next_cursor"] = onwards.DeepClone();
        }

        return first;
    }

    private JsonObject? Body(ParseResult parsed)
    {
        if (_call.TakesDocument)
            return DocumentFile.Read(parsed.GetValue(_file)!);
        if (_call.Fields.Count == 0)
            return null;
        var body = new JsonObject();
        foreach (var (name, option) in _fields.Where(field => parsed.GetValue(field.Value) is not null))
        {
            var text = parsed.GetValue(option)!;
            // The only number that a body of ours has.
            body[name] =
                name == "version" && int.TryParse(text, out var number) ? number
                : name == Secret ? SecretOf(text)
                : text;
        }

        return body;
    }

    // A secret never stands in an argument, which every user of the machine can read.
    private static string SecretOf(string file)
    {
        using var reader = file == "-" ? Console.In : DocumentFile.Open(new FileInfo(file));
        return reader.ReadToEnd().Trim();
    }

    private string QueryText(ParseResult parsed, bool tries)
    {
        var parts = _query
            .Where(one => parsed.GetValue(one.Value) is not null)
            .Select(one => $"{one.Key}={Uri.EscapeDataString(parsed.GetValue(one.Value)!)}")
            .Concat(tries ? ["dry_run=true"] : []);
        var text = string.Join('&', parts);
        return text.Length == 0 ? "" : "?" + text;
    }

    private string PathOf(string path, ParseResult parsed) =>
        Places()
            .Replace(
                path,
                match =>
                    parsed.GetValue(_arguments[match.Groups[1].Value]) is { } text && text.Trim('.').Length > 0
                        ? Uri.EscapeDataString(text)
                        : throw new CommandException(ExitCodes.BadUsage, $"The {match.Groups[1].Value} must not be empty.")
            );

    private string Filled(string question, ParseResult parsed) =>
        Places()
            .Replace(
                question,
                match =>
                    _arguments.TryGetValue(match.Groups[1].Value, out var argument)
                        ? parsed.GetValue(argument)!
                        : parsed.GetValue(_fields[match.Groups[1].Value]) ?? "-"
            );

    private static string? Tag(string? version) =>
        version switch
        {
            null => null,
            "any" => "*",
            _ => $"\"{version.Trim('"')}\"",
        };

    private void AddAll(IEnumerable<(string Name, string Description)> members, Dictionary<string, Option<string?>> options)
    {
        foreach (var (name, description) in members)
        {
            options[name] = new Option<string?>(name == Secret ? "--value-file" : "--" + name.Replace('_', '-'))
            {
                Description = description,
                Required = _call.Required.Contains(name),
                HelpName =
                    name.EndsWith("from", StringComparison.Ordinal) || name == "to" ? "time"
                    : name == Secret ? "file"
                    : "text",
            };
            Add(options[name]);
        }
    }

    [GeneratedRegex(@"\{([a-z_-]+)\}")]
    private static partial Regex Places();
}
