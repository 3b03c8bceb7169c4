using System.Text.Json.Nodes;

namespace PaymentHub.Cli;

/// <summary>One thing that a document wants to be so.</summary>
/// <param name="What">What it is, for a person: "account acme_pay".</param>
/// <param name="Collection">Where it is created.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Wanted">What it is to be.</param>
/// <param name="Present">What it is; null when there is none.</param>
internal sealed record PlannedPart(string What, string Collection, string Path, JsonObject Wanted, JsonObject? Present)
{
    /// <summary>The members that would change; empty when it is as wanted, or new.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    public bool IsDue => Present is null || Changes.Count > 0;

    public string Line =>
        Present is null ? $"+ {What}"
        : IsDue ? $"~ {What}: {string.Join(", ", Changes)}"
        : $"= {What}";
}

/// <summary>Holds a document against what the hub has, and makes it so. What the document does not name stays: nothing is ever deleted.</summary>
internal sealed class MerchantPlan(HubClient hub)
{
    private const string Merchants = "/ops/merchants";

    /// <summary>What every change of a part changes, whoever asked for it.</summary>
    private static readonly string[] Stamps = ["version", "created_at", "updated_at", "last_used_at"];

    /// <returns>The parts in the order in which they are made, and what was refused of them, which was told.</returns>
    public async Task<(List<PlannedPart> Parts, int? Refusal)> LookAsync(JsonObject document, CancellationToken cancellationToken)
    {
        var id = MerchantDocument.Id(document) ?? throw new CommandException(ExitCodes.BadUsage, "The document must have the merchant's id.");
        var path = $"{Merchants}/{Uri.EscapeDataString(id)}";
        var wanted = new List<(string What, string Collection, string Path, JsonObject Body)>();
        foreach (var (member, place, kind) in MerchantDocument.Parts)
        {
            foreach (var part in MerchantDocument.TakeParts(document, member))
            {
                var name = MerchantDocument.Id(part)!;
                wanted.Add(($"{kind} {name}", $"{path}/{place}", $"{path}/{place}/{Uri.EscapeDataString(name)}", part));
            }
        }

        wanted.Insert(0, ($"merchant {id}", Merchants, path, document));
        var (parts, refusal) = (new List<PlannedPart>(), (int?)null);
        foreach (var (what, collection, place, body) in wanted)
        {
            DocumentFile.TakeVersion(body);
            var (part, refused) = await LookAsync(what, collection, place, body, parts is [{ Present: null }, ..], cancellationToken);
            parts.Add(part);
            refusal ??= refused;
        }

        return (parts, refusal);
    }

    /// <summary>Makes one part what it is to be, if it still is what it was when it was looked at.</summary>
    public async Task<HubAnswer> MakeAsync(PlannedPart part, CancellationToken cancellationToken)
    {
        if (part.Present is null)
            return await hub.SendAsync(HttpMethod.Post, part.Collection, part.Wanted, null, cancellationToken);
        var now = await hub.SendAsync(HttpMethod.Get, part.Path, null, null, cancellationToken);
        if (now.Status != 200)
            return now;
        if (Differences(part.Present, now.Body!.AsObject()).Count > 0)
            throw new CommandException(ExitCodes.Refused, $"Somebody has changed {part.What} since it was looked at: look again.");
        return await PutAsync(part.Path, "", part.Wanted, now.Tag, cancellationToken);
    }

    private async Task<(PlannedPart Part, int? Refusal)> LookAsync(
        string what,
        string collection,
        string path,
        JsonObject wanted,
        bool isMerchantNew,
        CancellationToken cancellationToken
    )
    {
        var part = new PlannedPart(what, collection, path, wanted, null);
        // What belongs to a merchant that is not there yet can only be checked when it is.
        if (isMerchantNew)
            return (part, null);
        var now = await hub.SendAsync(HttpMethod.Get, path, null, null, cancellationToken);
        if (now is not ({ Status: 200, Body: JsonObject } or { Status: 404 }))
            return (part, Problems.Tell(now));

        var tried =
            now.Status == 404
                ? await hub.SendAsync(HttpMethod.Post, collection + "?dry_run=true", wanted, null, cancellationToken)
                : await PutAsync(path, "?dry_run=true", wanted, now.Tag, cancellationToken);
        if (tried.Status is < 200 or > 299)
        {
            Screen.Tell($"{what}:");
            return (part, Problems.Tell(tried));
        }

        if (now.Body is not JsonObject present || now.Status == 404)
            return (part, null);
        return (part with { Present = present, Changes = Differences(present, tried.Body as JsonObject ?? []) }, null);
    }

    private Task<HubAnswer> PutAsync(string path, string query, JsonObject wanted, string? tag, CancellationToken cancellationToken)
    {
        var body = wanted.DeepClone().AsObject();
        // A key's id stands in its address alone.
        if (path.Contains("/api-keys/", StringComparison.Ordinal))
            body.Remove("id");
        return hub.SendAsync(HttpMethod.Put, path + query, body, tag, cancellationToken);
    }

    private static List<string> Differences(JsonObject before, JsonObject after)
    {
        var names = before.Select(member => member.Key).Union(after.Select(member => member.Key)).ToList();
        var changed = names.Where(name => !JsonNode.DeepEquals(before[name], after[name])).ToList();
        var told = changed.Except(Stamps).ToList();
        // A secret is never shown, so that its change shows by the version alone.
        return told.Count == 0 && changed.Contains("version") ? ["secrets"] : told;
    }
}
