using System.Text.Json;
using Azure.Data.Tables;
using PaymentHub.Orders;
using PaymentHub.Storage;

namespace PaymentHub.Merchants;

/// <summary>A merchant's rows in the directory's table. An unreadable row does not affect the others.</summary>
internal static class MerchantRows
{
    private const string Values = "Values";
    private const string Sealed = "Sealed";
    private const string Ends = "Ends";
    private const string Page = "Page";

    /// <summary>Beside what is sealed: by these a callback is known to be the account's when it cannot be opened any more.</summary>
    private const string Callbacks = "CallbackHashes";

    /// <summary>The merchant; null when none of these is of one. Where only its own row is gone or cannot be read, it is there and says so.</summary>
    public static StoredMerchant? Read(string id, IReadOnlyList<TableEntity> rows, MasterKeys keys)
    {
        IReadOnlyList<StoredPart> parts = [.. rows.Select(row => ReadPart(row, keys)).OfType<StoredPart>()];
        var own = rows.FirstOrDefault(row => row.RowKey == Keys.Merchant);
        if (own is null && parts.Count == 0)
            return null;
        if (own?.ValueOrNull<int>("Version") is not { } version)
        {
            var why = own is null ? "is gone" : "cannot be read: it was altered, or is of another release";
            return new StoredMerchant(id, 0) { Unreadable = $"is not known: its own row in the directory {why}.", Parts = parts };
        }

        return new StoredMerchant(id, version)
        {
            Name = own.TextOrNull("Name"),
            Disabled = own.ValueOrNull<bool>("Disabled") ?? false,
            // A look stops no payment.
            Page = TryRead<Dictionary<string, string>>(own.TextOrNull(Page)) ?? [],
            RowVersion = own.ValueOrNull<int>("RowVersion") ?? version,
            ImportedAs = own.ValueOrNull<int>("ImportedAs"),
            CreatedAt = own.ValueOrNull<DateTimeOffset>("CreatedAt") ?? default,
            UpdatedAt = own.ValueOrNull<DateTimeOffset>("UpdatedAt") ?? default,
            Revision = own.ETag.ToString(),
            Parts = parts,
        };
    }

    public static TableEntity Merchant(StoredMerchant merchant) =>
        new(merchant.Id, Keys.Merchant)
        {
            ["Version"] = merchant.Version,
            ["Name"] = merchant.Name,
            ["Disabled"] = merchant.Disabled,
            [Page] = merchant.Page.Count == 0 ? null : JsonSerializer.Serialize(merchant.Page, StoredJson.Plain),
            ["RowVersion"] = merchant.RowVersion,
            ["ImportedAs"] = merchant.ImportedAs,
            ["CreatedAt"] = merchant.CreatedAt,
            ["UpdatedAt"] = merchant.UpdatedAt,
        };

    public static TableEntity Part(string merchant, StoredPart part, MasterKeys keys) =>
        new(merchant, part.Key)
        {
            ["Version"] = part.Version,
            ["CreatedAt"] = part.CreatedAt,
            ["UpdatedAt"] = part.UpdatedAt,
            [Values] = JsonSerializer.Serialize(part.Values, StoredJson.Plain),
            [Sealed] =
                part.Secrets.Count == 0 ? null : keys.Seal(JsonSerializer.Serialize(part.Secrets, StoredJson.Plain), (merchant, part.Key, Sealed)),
            [Ends] = part.Ends.Count == 0 ? null : JsonSerializer.Serialize(part.Ends, StoredJson.Plain),
            [Callbacks] = part.CallbackIds.Any()
                ? JsonSerializer.Serialize(part.CallbackIds.ToDictionary(id => id.Key, id => DirectorySnapshot.Hash(id.Value)), StoredJson.Plain)
                : null,
        };

    /// <param name="proof">Only this very change has it.</param>
    public static TableEntity Change(string merchant, DirectoryChange change, string proof) =>
        new(merchant, Keys.MerchantVersion(change.Version))
        {
            ["Version"] = change.Version,
            ["At"] = change.At,
            ["ByKind"] = change.By.Kind,
            ["By"] = change.By.Name,
            ["What"] = change.What,
            ["Part"] = change.Part,
            ["Fields"] = JsonSerializer.Serialize(change.Fields, StoredJson.Plain),
            ["Note"] = change.Note,
            ["Proof"] = proof,
        };

    public static DirectoryChange ReadChange(TableEntity row) =>
        new(
            row.ValueOrNull<int>("Version") ?? 0,
            row.ValueOrNull<DateTimeOffset>("At") ?? default,
            new Author(row.TextOrNull("ByKind") ?? "", row.TextOrNull("By") ?? ""),
            row.TextOrNull("What") ?? "",
            row.TextOrNull("Part") ?? "",
            TryRead<List<string>>(row.TextOrNull("Fields")) ?? []
        )
        {
            Note = row.TextOrNull("Note"),
        };

    private static StoredPart? ReadPart(TableEntity row, MasterKeys keys)
    {
        if (row.RowKey.Split('|') is not [var word, var id] || !SnakeCaseEnum.TryParse<PartKind>(word, out var kind))
            return null;
        var part = new StoredPart(kind, id)
        {
            Version = row.ValueOrNull<int>("Version") ?? 0,
            CreatedAt = row.ValueOrNull<DateTimeOffset>("CreatedAt") ?? default,
            UpdatedAt = row.ValueOrNull<DateTimeOffset>("UpdatedAt") ?? default,
            CallbackHashes = TryRead<Dictionary<string, string>>(row.TextOrNull(Callbacks)) ?? [],
        };
        var ends = row.TextOrNull(Ends) is { } text ? TryRead<Dictionary<string, DateTimeOffset>>(text) : [];
        part = part with { Ends = ends ?? [] };
        if (ends is null || TryRead<Dictionary<string, string>>(row.TextOrNull(Values)) is not { } values)
            return part with { Unreadable = "cannot be read: its row was changed, or written by another release." };
        part = part with { Values = values };
        if (row.TextOrNull(Sealed) is not { } secrets)
            return part;
        part = part with { SealedBy = MasterKeys.SealedBy(secrets) };
        return TryRead<Dictionary<string, string>>(keys.Open(secrets, (row.PartitionKey, row.RowKey, Sealed))) is { } opened
            ? part with
            {
                Secrets = opened,
            }
            : part with
            {
                Unreadable = "cannot be opened: its secrets are encrypted with a master key that is not set here, or its row was changed.",
            };
    }

    private static T? TryRead<T>(string? text)
        where T : class
    {
        try
        {
            return text is null ? null : JsonSerializer.Deserialize<T>(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
