using System.CommandLine;

namespace PaymentHub.Cli;

/// <summary>One operation of the hub as a command.</summary>
/// <param name="Path">The path; what stands in braces is an argument of the command.</param>
internal sealed record HubCall(HttpMethod Method, string Path)
{
    /// <summary>Options that become the query, by their names there.</summary>
    public IReadOnlyList<(string Name, string Description)> Query { get; init; } = [];

    /// <summary>Options that become the body, by their names there.</summary>
    public IReadOnlyList<(string Name, string Description)> Fields { get; init; } = [];

    /// <summary>Those of them that have to be given.</summary>
    public IReadOnlyList<string> Required { get; init; } = [];

    /// <summary>What a list shows of each line.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Whether the body is a document.</summary>
    public bool TakesDocument { get; init; }

    /// <summary>Members that the document has when it is shown and may not have when it is given.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>Whether the hub only checks, when it is told to.</summary>
    public bool CanTry { get; init; }

    /// <summary>Whether the answer is a page of a longer list.</summary>
    public bool IsPaged { get; init; }

    /// <summary>What has to be said yes to before anything is sent; null when nothing has.</summary>
    public string? Question { get; init; }

    /// <summary>How it knows which version is to change.</summary>
    public VersionRule Version { get; init; }

    /// <summary>Where the version is read, when that is not the path without its last part.</summary>
    public string? VersionPath { get; init; }
}

/// <summary>Which version of something a change is about.</summary>
internal enum VersionRule
{
    /// <summary>It does not matter.</summary>
    None,

    /// <summary>The one that was edited: given, or in the document.</summary>
    Given,

    /// <summary>The one that is there now, unless one is given.</summary>
    Current,

    /// <summary>The one that is given, if one is.</summary>
    Optional,
}

/// <summary>Options that every command has.</summary>
internal static class CommonOptions
{
    public static Option<string?> Url { get; } =
        new("--url")
        {
            Description = $"The hub's address; usually in {HubAddress.UrlVariable}.",
            Recursive = true,
            HelpName = "address",
        };

    public static Option<FileInfo?> KeyFile { get; } =
        new("--key-file")
        {
            Description = $"A file with the key, or - for standard input; usually the key is in {HubAddress.OperatorKeyVariable}.",
            Recursive = true,
            HelpName = "file",
        };

    public static Option<bool> Json { get; } = new("--json") { Description = "Print the hub's JSON response.", Recursive = true };

    public static Option<bool> Yes { get; } = new("--yes") { Description = "Do not ask before actions that cannot be undone.", Recursive = true };

    public static Option<int> Timeout { get; } =
        new("--timeout")
        {
            Description = "Seconds to wait for a response.",
            Recursive = true,
            DefaultValueFactory = _ => 60,
            HelpName = "seconds",
        };

    public static void AddTo(RootCommand root)
    {
        Timeout.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 600)
                result.AddError("--timeout takes 1 to 600 seconds.");
        });
        foreach (var option in (Option[])[Url, KeyFile, Json, Yes, Timeout])
            root.Add(option);
    }

    /// <exception cref="CommandException">The document and the key are both to come from standard input.</exception>
    public static void RefuseSharedInput(ParseResult parsed, FileInfo document)
    {
        if (document.Name == "-" && parsed.GetValue(KeyFile)?.Name == "-")
            throw new CommandException(ExitCodes.BadUsage, "Standard input cannot be both the document and the key.");
    }

    public static HubClient Client(ParseResult parsed) =>
        new(HubAddress.Url(parsed.GetValue(Url)), parsed.GetValue(KeyFile), TimeSpan.FromSeconds(parsed.GetValue(Timeout)));
}
