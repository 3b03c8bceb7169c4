using System.CommandLine;
using System.Text.Json.Nodes;

namespace PaymentHub.Cli;

/// <summary>Makes a merchant what one document says: shows the plan, asks, and then does it part by part.</summary>
internal sealed class ApplyCommand : Command
{
    private readonly Option<FileInfo> _file = new("--file", "-f")
    {
        Description = "The document, YAML or JSON, or - for standard input.",
        Required = true,
        HelpName = "file",
    };

    private readonly Option<bool> _try = new("--dry-run") { Description = "Show the plan, and change nothing." };

    public ApplyCommand()
        : base(
            "apply",
            "Makes a merchant, its accounts, endpoints and API keys match a document; anything it does not name stays. Shows the plan first."
        )
    {
        Add(_file);
        Add(_try);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var file = parsed.GetValue(_file)!;
        CommonOptions.RefuseSharedInput(parsed, file);
        using var hub = CommonOptions.Client(parsed);
        var plan = new MerchantPlan(hub);
        var (parts, refusal) = await plan.LookAsync(MerchantDocument.Read(file), cancellationToken);
        foreach (var part in parts)
            Screen.Tell(part.Line);
        if (refusal is { } refused)
        {
            Screen.Tell("Nothing has been changed.");
            return refused;
        }

        var due = parts.Where(part => part.IsDue).ToList();
        if (due.Count == 0 || parsed.GetValue(_try))
        {
            Screen.Tell(due.Count == 0 ? "Everything is so already." : "Nothing has been changed.");
            return ExitCodes.Done;
        }

        if (!parsed.GetValue(CommonOptions.Yes) && !Screen.Confirm($"This changes {due.Count} of {parts.Count}."))
            return ExitCodes.NotConfirmed;
        return await MakeAsync(plan, due, new Screen(parsed.GetValue(CommonOptions.Json)), cancellationToken);
    }

    private static async Task<int> MakeAsync(MerchantPlan plan, List<PlannedPart> due, Screen screen, CancellationToken cancellationToken)
    {
        foreach (var (done, part) in due.Index())
        {
            var answer = await plan.MakeAsync(part, cancellationToken);
            if (answer.Status is < 200 or > 299)
            {
                Screen.Tell($"{part.What}:");
                var exitCode = Problems.Tell(answer);
                Screen.Tell($"{done} of {due.Count} were changed before. Mend the document and apply it again: what is done already stays as it is.");
                return exitCode;
            }

            // What is secret in it is shown this once.
            screen.Show(answer.Body, []);
        }

        return ExitCodes.Done;
    }
}

/// <summary>
/// Writes a merchant as the document that <see cref="ApplyCommand"/> takes. Secrets are never shown, and one that is left out stays.
/// </summary>
internal sealed class ExportCommand : Command
{
    private readonly Argument<string> _merchant = new("merchant") { Description = "The merchant." };

    public ExportCommand()
        : base("export", "Writes a merchant with its parts as the document that 'apply' takes, YAML, or JSON with --json. Secrets are never shown.")
    {
        Add(_merchant);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var hub = CommonOptions.Client(parsed);
        var path = $"/ops/merchants/{Uri.EscapeDataString(parsed.GetValue(_merchant)!)}";
        var answer = await hub.SendAsync(HttpMethod.Get, path, null, null, cancellationToken);
        if (answer is not { Status: 200, Body: JsonObject merchant })
            return Problems.Tell(answer);
        DocumentFile.TakeVersion(merchant);
        foreach (var (member, place, _) in MerchantDocument.Parts)
        {
            var list = await hub.SendAsync(HttpMethod.Get, $"{path}/{place}", null, null, cancellationToken);
            if (list is not { Status: 200, Body: JsonObject page } || page["data"] is not JsonArray lines)
                return Problems.Tell(list);
            var parts = lines.OfType<JsonObject>().Select(line => line.DeepClone().AsObject()).ToList();
            foreach (var part in parts)
                DocumentFile.TakeVersion(part);
            merchant[member] = new JsonArray([.. parts]);
        }

        if (parsed.GetValue(CommonOptions.Json))
            new Screen(json: true).Show(merchant, []);
        else
            Console.Out.Write(MerchantDocument.Write(merchant));
        return ExitCodes.Done;
    }
}
