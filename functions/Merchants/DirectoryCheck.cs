using System.Text.Json;
using System.Text.RegularExpressions;

namespace PaymentHub.Merchants;

/// <summary>
/// Checks a merchant of the directory, as it would be after a change, against the rules for settings, and maps each mistake to a field of the
/// document. Mistakes that existed elsewhere in the merchant before are not reported.
/// </summary>
internal sealed partial class DirectoryCheck(StoredMerchantReader reader, HubSettings hub, MerchantDirectory directory, SettingsMerchants merchants)
{
    /// <summary>What is wrong with a change, and the account that it changes as it would be served.</summary>
    public (IReadOnlyList<FieldError> Errors, Account? Account) Check(
        StoredMerchant after,
        StoredMerchant? before,
        StoredPart? part,
        DateTimeOffset now
    )
    {
        var reading = reader.Read(after, now);
        var account = part is { Kind: PartKind.Account } ? reading.Accounts.FirstOrDefault(one => one.Id == part.Id) : null;
        var opened = account is { IsBroken: false } ? account.Open(hub) : null;
        var known = before is null ? [] : reader.Read(before, now).Mistakes.ToHashSet(StringComparer.Ordinal);
        return (
            [
                .. reading
                    .Mistakes.Distinct()
                    .Where(mistake => !known.Contains(mistake) || Concerns(mistake, after, part))
                    .Select(mistake => Of(mistake, after, part)),
            ],
            opened
        );
    }

    /// <inheritdoc cref="SettingsMerchants.Differences"/>
    public IReadOnlyList<string>? Differences(StoredMerchant merchant) => merchants.Differences(merchant);

    /// <summary>The first name of a part that is another's in the settings, as a field's mistake; null when none is.</summary>
    public FieldError? Taken(string merchantId, StoredPart part, Account? account)
    {
        var settings = directory.Fixed;
        if (part.Kind == PartKind.ApiKey)
            return settings.FindByHash(part["Sha256"]!) is not null ? new FieldError("", "This key is known already.") : null;
        if (part.Kind != PartKind.Account)
            return null;
        if (settings.FindAccount(part.Id) is not null || settings.Broken.Any(merchant => merchant.Accounts.Any(other => other.Id == part.Id)))
            return new FieldError("id", TakenId);
        if (account is not null && settings.Accounts.Any(other => other.Provider.Identity == account.Provider.Identity))
            return new FieldError("settings", TakenIdentity);
        return account?.CallbackIds.Any(id => settings.FindByCallbackId(id) is not null || settings.FindBroken(id).Count > 0) == true
            ? new FieldError(CallbackId, TakenCallbackId)
            : null;
    }

    /// <summary>The mistake of whoever takes a name that is another's.</summary>
    public static FieldError Taken(Claim claim) =>
        claim.Kind switch
        {
            "account" => new FieldError("id", TakenId),
            "identity" => new FieldError("settings", TakenIdentity),
            "callback" => new FieldError(CallbackId, TakenCallbackId),
            _ => new FieldError("", "The result is known by now; send the request again."),
        };

    private const string CallbackId = "callback_id";
    private const string TakenCallbackId = "It belongs, or belonged, to another account; each belongs to one account only.";
    private const string TakenId = "Another account has it; account ids are unique across all merchants.";
    private const string TakenIdentity =
        "They name an account at the provider that is already configured here: the same money would be credited twice.";

    private static bool Concerns(string mistake, StoredMerchant merchant, StoredPart? part) =>
        part is not null && mistake.StartsWith($"{Path(merchant, part)}_", StringComparison.Ordinal);

    private static string Path(StoredMerchant merchant, StoredPart part) =>
        $"{DirectoryReader.Root}__Merchants__{merchant.Id}__{StoredMerchantReader.Section(part.Kind)}__{part.Id}";

    /// <summary>A sentence that starts with a setting's name, as what it says of a field.</summary>
    private static FieldError Of(string mistake, StoredMerchant merchant, StoredPart? part)
    {
        var merchants = $"{DirectoryReader.Root}__Merchants__{merchant.Id}";
        if (Named().Match(mistake) is not { Success: true } match)
        {
            return new FieldError(
                "",
                mistake[(mistake.IndexOf(": ", StringComparison.Ordinal) + 2)..] is { Length: > 0 } rest
                    ? char.ToUpperInvariant(rest[0]) + rest[1..]
                    : mistake
            );
        }

        var (name, says) = (match.Groups["name"].Value, "It " + match.Groups["says"].Value);
        if (part is not null && name == Path(merchant, part))
            return new FieldError("id", says);
        if (part is not null && name == Path(merchant, part) + "__CallbackIds")
            return new FieldError(CallbackId, says);
        if (part is not null && name.StartsWith(Path(merchant, part) + "__", StringComparison.Ordinal))
            return new FieldError(FieldOf(name[(Path(merchant, part).Length + 2)..]), says);
        if (name == $"{merchants}__ApiKeys")
            return new FieldError("roles", says);
        return name == merchants
            ? new FieldError("id", says)
            : new FieldError(name.StartsWith(merchants, StringComparison.Ordinal) ? FieldOf(name[merchants.Length..].TrimStart('_')) : "", says);
    }

    /// <summary>The field of a document that is a setting in app settings: <c>Settings__ApiKey</c> is <c>settings.api_key</c>.</summary>
    public static string FieldOf(string setting) =>
        string.Join(
            '.',
            setting
                .Split(["__", ":"], StringSplitOptions.RemoveEmptyEntries)
                .Select(part => part == "Expires" ? "expires_at" : JsonNamingPolicy.SnakeCaseLower.ConvertName(part))
        );

    [GeneratedRegex(@"\A(?<name>PaymentHub__\S+) (?<says>.+)\z", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Named();
}
