using System.Globalization;
using System.Text.Json;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Functions.Responses;

/// <summary>The directory as it is on the wire. Never a secret but the one that an answer's own request has made.</summary>
internal static class DirectoryJson
{
    private static readonly HashSet<string> Flags = ["Disabled", "Confirm", "ResubmitWhenAbsent", "AllowLocal"];
    private static readonly HashSet<string> Numbers = ["RateLimit", "FinalWaits"];
    private static readonly HashSet<string> Lists = ["AllowedAddresses", "Events", "Accounts", "Schedule", "Roles", "Addresses"];
    private static readonly HashSet<string> Amounts = ["LimitPerWithdrawal", "LimitPerDay"];

    public static void Summary(Utf8JsonWriter json, MerchantSummary merchant)
    {
        json.WriteStartObject();
        json.WriteString("id", merchant.Id);
        json.WriteString("object", "merchant");
        json.WriteString("managed_by", merchant.ManagedBy);
        json.WriteStartArray("mistakes");
        foreach (var mistake in merchant.Mistakes)
            json.WriteStringValue(mistake);
        json.WriteEndArray();
        Shadowed(json, merchant.Differences);
        json.WriteEndObject();
    }

    public static void Merchant(Utf8JsonWriter json, StoredMerchant merchant)
    {
        json.WriteStartObject();
        json.WriteString("id", merchant.Id);
        json.WriteString("object", "merchant");
        json.WriteString("managed_by", merchant.Differences is null ? "directory" : "settings");
        Shadowed(json, merchant.Differences);
        if (merchant.Name is { } name)
            json.WriteString("name", name);
        json.WriteBoolean("disabled", merchant.Disabled);
        if (merchant.Page.Count > 0)
        {
            json.WriteStartObject("page");
            foreach (var (look, value) in merchant.Page.OrderBy(look => look.Key, StringComparer.Ordinal))
                json.WriteString(DirectoryField(look), value);
            json.WriteEndObject();
        }

        foreach (
            var (member, kind) in (IEnumerable<(string, PartKind)>)
                [("accounts", PartKind.Account), ("endpoints", PartKind.Endpoint), ("api_keys", PartKind.ApiKey)]
        )
        {
            json.WriteStartArray(member);
            foreach (var part in merchant.Of(kind))
                json.WriteStringValue(part.Id);
            json.WriteEndArray();
        }

        Times(json, merchant.RowVersion, merchant.CreatedAt, merchant.UpdatedAt);
        json.WriteEndObject();
    }

    public static void Change(Utf8JsonWriter json, DirectoryChange change)
    {
        json.WriteStartObject();
        json.WriteNumber("version", change.Version);
        json.WriteString("at", OrderJson.Time(change.At));
        json.WriteStartObject("by");
        json.WriteString("kind", change.By.Kind);
        json.WriteString("name", change.By.Name);
        json.WriteEndObject();
        json.WriteString("what", change.What);
        if (change.Part.Split('|') is [_, var id])
            json.WriteString("id", id);
        json.WriteStartArray("fields");
        foreach (var field in change.Fields)
            json.WriteStringValue(field);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void Step(Utf8JsonWriter json, ReencryptionStep step)
    {
        json.WriteStartObject();
        json.WriteNumber("resealed", step.Resealed);
        json.WriteBoolean("finished", step.Finished);
        json.WriteStartArray("left");
        foreach (var part in step.Left)
            json.WriteStringValue(part);
        json.WriteEndArray();
        json.WriteString("next_cursor", step.NextCursor);
        json.WriteEndObject();
    }

    /// <summary>An account, an endpoint or an API key.</summary>
    /// <param name="merchant">Whose it is; null in an answer to the merchant itself.</param>
    /// <param name="secret">What was made for it by this very request.</param>
    public static void Part(Utf8JsonWriter json, StoredPart part, string? merchant, string? secret = null, DateTimeOffset? lastUsedAt = null)
    {
        json.WriteStartObject();
        json.WriteString("id", part.Id);
        json.WriteString("object", SnakeCaseEnum.Of(part.Kind));
        if (merchant is not null)
            json.WriteString("merchant", merchant);
        foreach (
            var (name, value) in part
                .Values.Where(value => !value.Key.Contains(':', StringComparison.Ordinal) && value.Key != "Sha256")
                .OrderBy(value => value.Key, StringComparer.Ordinal)
        )
        {
            Value(json, name, value);
        }

        if (part.Kind == PartKind.Account)
            Settings(json, part);
        Secrets(json, part);
        if (secret is not null)
        {
            json.WriteString(
                part.Kind switch
                {
                    PartKind.Account => "callback_url",
                    PartKind.Endpoint => "secret",
                    _ => "key",
                },
                secret
            );
        }

        if (lastUsedAt is { } used)
            json.WriteString("last_used_at", OrderJson.Time(used));
        if (part.Unreadable is { } why)
            json.WriteString("mistake", $"It {why}");
        Times(json, part.Version, part.CreatedAt, part.UpdatedAt);
        json.WriteEndObject();
    }

    private static void Value(Utf8JsonWriter json, string name, string value)
    {
        json.WritePropertyName(name == "Expires" ? "expires_at" : DirectoryField(name));
        if (Flags.Contains(name) && bool.TryParse(value, out var flag))
            json.WriteBooleanValue(flag);
        else if (Numbers.Contains(name) && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            json.WriteNumberValue(number);
        else if (Lists.Contains(name))
            List(json, value);
        else if (Amounts.Contains(name))
            Limits(json, value);
        else
            json.WriteStringValue(value);
    }

    private static void List(Utf8JsonWriter json, string value)
    {
        json.WriteStartArray();
        foreach (var item in value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            json.WriteStringValue(item);
        json.WriteEndArray();
    }

    private static void Limits(Utf8JsonWriter json, string value)
    {
        json.WriteStartObject();
        foreach (var item in value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (item.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var amount, var currency])
                json.WriteString(currency, amount);
        }

        json.WriteEndObject();
    }

    private static void Settings(Utf8JsonWriter json, StoredPart part)
    {
        json.WriteStartObject("settings");
        var settings = part
            .Values.Where(value => value.Key.StartsWith("Settings:", StringComparison.Ordinal))
            .Select(value => (Path: value.Key.Split(':')[1..], value.Value))
            .ToList();
        foreach (
            var group in settings.GroupBy(setting => setting.Path[0], StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
        )
        {
            json.WritePropertyName(DirectoryField(group.Key));
            if (group.All(setting => setting.Path.Length == 1))
            {
                json.WriteStringValue(group.First().Value);
                continue;
            }

            json.WriteStartObject();
            foreach (var (path, value) in group.Where(setting => setting.Path.Length > 1))
                json.WriteString(string.Join(':', path[1..]), value);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>Which secrets there are, and when one of them ends.</summary>
    private static void Secrets(Utf8JsonWriter json, StoredPart part)
    {
        if (part.Kind == PartKind.ApiKey)
            return;
        json.WriteStartArray("secrets");
        foreach (var name in part.Secrets.Keys.Concat(part.Ends.Keys.Where(part.Values.ContainsKey)).Order(StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("name", string.Join('.', name.Split(':').Select(DirectoryField)));
            if (part.Ends.TryGetValue(name, out var end))
                json.WriteString("ends_at", OrderJson.Time(end));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>That the settings count in its place, and in what they say otherwise.</summary>
    private static void Shadowed(Utf8JsonWriter json, IReadOnlyList<string>? differences)
    {
        if (differences is null)
            return;
        json.WriteBoolean("shadowed_by_settings", true);
        json.WriteStartArray("differences");
        foreach (var difference in differences)
            json.WriteStringValue(difference);
        json.WriteEndArray();
    }

    private static string DirectoryField(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    private static void Times(Utf8JsonWriter json, int version, DateTimeOffset createdAt, DateTimeOffset updatedAt)
    {
        json.WriteNumber("version", version);
        json.WriteString("created_at", OrderJson.Time(createdAt));
        json.WriteString("updated_at", OrderJson.Time(updatedAt));
    }
}
