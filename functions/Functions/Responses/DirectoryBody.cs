using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Functions.Responses;

/// <summary>The directory as it is on the wire. Never a secret but the one that an answer's own request has made.</summary>
internal static class DirectoryBody
{
    private static readonly HashSet<string> Flags = ["Disabled", "Confirm", "ResubmitWhenAbsent", "AllowLocal"];
    private static readonly HashSet<string> Numbers = ["RateLimit", "FinalWaits"];
    private static readonly HashSet<string> Lists = ["AllowedAddresses", "Events", "Accounts", "Schedule", "Roles", "Addresses"];
    private static readonly HashSet<string> Amounts = ["LimitPerWithdrawal", "LimitPerDay"];

    public static SummaryBody Summary(MerchantSummary merchant) =>
        new(merchant.Id, "merchant", merchant.ManagedBy, merchant.Mistakes, Shadowed(merchant.Differences), merchant.Differences);

    public static MerchantBody Merchant(StoredMerchant merchant) =>
        new(
            merchant.Id,
            "merchant",
            merchant.Differences is null ? "directory" : "settings",
            Shadowed(merchant.Differences),
            merchant.Differences,
            merchant.Name,
            merchant.Disabled,
            merchant.Page.Count > 0 ? Texts(merchant.Page) : null,
            Ids(merchant, PartKind.Account),
            Ids(merchant, PartKind.Endpoint),
            Ids(merchant, PartKind.ApiKey),
            merchant.RowVersion,
            merchant.CreatedAt,
            merchant.UpdatedAt
        );

    public static ChangeBody Change(DirectoryChange change) =>
        new(
            change.Version,
            change.At,
            new AuthorBody(change.By.Kind, change.By.Name),
            change.What,
            change.Part.Split('|') is [_, var id] ? id : null,
            change.Fields,
            change.Note
        );

    public static StepBody Step(ReencryptionStep step) => new(step.Resealed, step.Finished, step.Left, step.NextCursor);

    /// <summary>
    /// An account, an endpoint or an API key. Its settings stand among its members by their names, so that it has those that it was given:
    /// a dictionary, which is written in its sequence.
    /// </summary>
    /// <param name="merchant">Whose it is; null in an answer to the merchant itself.</param>
    /// <param name="secret">What was made for it by this very request.</param>
    public static OrderedDictionary<string, object> Part(StoredPart part, string? merchant, string? secret = null, DateTimeOffset? lastUsedAt = null)
    {
        var body = new OrderedDictionary<string, object> { ["id"] = part.Id, ["object"] = SnakeCaseEnum.Of(part.Kind) };
        if (merchant is not null)
            body["merchant"] = merchant;
        foreach (
            var (name, value) in part
                .Values.Where(value => !value.Key.Contains(':', StringComparison.Ordinal) && value.Key != "Sha256")
                .OrderBy(value => value.Key, StringComparer.Ordinal)
        )
        {
            body[name == "Expires" ? "expires_at" : Field(name)] = Value(name, value);
        }

        if (part.Kind == PartKind.Account)
            body["settings"] = Settings(part);
        if (part.Kind != PartKind.ApiKey)
            body["secrets"] = Secrets(part);
        if (secret is not null)
        {
            var made = part.Kind switch
            {
                PartKind.Account => "callback_url",
                PartKind.Endpoint => "secret",
                PartKind.ApiKey => "key",
            };
            body[made] = secret;
        }

        if (lastUsedAt is { } used)
            body["last_used_at"] = used;
        if (part.Unreadable is { } why)
            body["mistake"] = $"It {why}";
        body["version"] = part.Version;
        body["created_at"] = part.CreatedAt;
        body["updated_at"] = part.UpdatedAt;
        return body;
    }

    /// <summary>Whether the settings count in its place; not told where they do not.</summary>
    private static bool? Shadowed(IReadOnlyList<string>? differences) => differences is null ? null : true;

    private static List<string> Ids(StoredMerchant merchant, PartKind kind) => [.. merchant.Of(kind).Select(part => part.Id)];

    private static object Value(string name, string value) =>
        Flags.Contains(name) && bool.TryParse(value, out var flag) ? flag
        : Numbers.Contains(name) && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : Lists.Contains(name) ? Items(value)
        : Amounts.Contains(name) ? Limits(value)
        : value;

    private static string[] Items(string value) => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static OrderedDictionary<string, string> Limits(string value)
    {
        var limits = new OrderedDictionary<string, string>();
        foreach (var item in Items(value))
        {
            if (item.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var amount, var currency])
                limits[currency] = amount;
        }

        return limits;
    }

    private static OrderedDictionary<string, object> Settings(StoredPart part)
    {
        var body = new OrderedDictionary<string, object>();
        var settings = part
            .Values.Where(value => value.Key.StartsWith("Settings:", StringComparison.Ordinal))
            .Select(value => (Path: value.Key.Split(':')[1..], value.Value));
        foreach (
            var group in settings.GroupBy(setting => setting.Path[0], StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
        )
        {
            var below = group.Where(setting => setting.Path.Length > 1).ToList();
            body[Field(group.Key)] =
                below.Count == 0 ? group.First().Value : below.ToDictionary(one => string.Join(':', one.Path[1..]), one => one.Value);
        }

        return body;
    }

    /// <summary>Which secrets there are, and when one of them ends.</summary>
    private static List<SecretBody> Secrets(StoredPart part) =>
        [
            .. part
                .Secrets.Keys.Concat(part.Ends.Keys.Where(part.Values.ContainsKey))
                .Order(StringComparer.Ordinal)
                .Select(name => new SecretBody(
                    string.Join('.', name.Split(':').Select(Field)),
                    part.Ends.TryGetValue(name, out var end) ? end : null
                )),
        ];

    private static OrderedDictionary<string, string> Texts(IReadOnlyDictionary<string, string> looks) =>
        new(looks.OrderBy(look => look.Key, StringComparer.Ordinal).Select(look => KeyValuePair.Create(Field(look.Key), look.Value)));

    private static string Field(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    /// <param name="Differences">In what the directory's is not what the settings say, which count in its place; null where they do not.</param>
    internal sealed record SummaryBody(
        string Id,
        string Object,
        string ManagedBy,
        IReadOnlyList<string> Mistakes,
        bool? ShadowedBySettings,
        IReadOnlyList<string>? Differences
    );

    internal sealed record MerchantBody(
        string Id,
        string Object,
        string ManagedBy,
        bool? ShadowedBySettings,
        IReadOnlyList<string>? Differences,
        string? Name,
        bool Disabled,
        IReadOnlyDictionary<string, string>? Page,
        IReadOnlyList<string> Accounts,
        IReadOnlyList<string> Endpoints,
        IReadOnlyList<string> ApiKeys,
        int Version,
        DateTimeOffset CreatedAt,
        DateTimeOffset UpdatedAt
    );

    internal sealed record ChangeBody(
        int Version,
        DateTimeOffset At,
        AuthorBody By,
        string What,
        string? Id,
        IReadOnlyList<string> Fields,
        string? Note
    );

    internal sealed record AuthorBody(string Kind, string Name);

    internal sealed record StepBody(
        int Resealed,
        bool Finished,
        IReadOnlyList<string> Left,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? NextCursor
    );

    private sealed record SecretBody(string Name, DateTimeOffset? EndsAt);
}
