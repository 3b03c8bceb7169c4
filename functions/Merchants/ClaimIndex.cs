using Azure.Data.Tables;
using PaymentHub.Storage;

namespace PaymentHub.Merchants;

/// <summary>
/// The owner of a name that only one merchant can have: a row that only the first can add, before anything is written under the name. A claim without
/// a use (its writer died, or has given the name up) goes to the next who asks, once it is certain that it will not be used.
/// </summary>
public sealed class ClaimIndex(StorageClients storage, DirectoryStore store, TimeProvider clock)
{
    private const string Merchant = "Merchant";
    private const string Part = "Part";

    private readonly TableClient _table = storage.Table(TableNames.Merchants);

    /// <summary>Takes a name for a part of a merchant. False when it is another's.</summary>
    /// <param name="only">Only looks whether it could be taken.</param>
    public async Task<bool> TryTakeAsync(Claim claim, bool only, CancellationToken cancellationToken)
    {
        var (partition, row) = (
            Keys.Claims(claim.Kind),
            new TableEntity(Keys.Claims(claim.Kind), claim.Name)
            {
                [Merchant] = claim.MerchantId,
                [Part] = claim.Part,
                ["At"] = clock.GetUtcNow(),
            }
        );
        if (!only && await _table.TryAddAsync(row, cancellationToken))
            return true;
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(partition, claim.Name, cancellationToken: cancellationToken);
        if (found is not { HasValue: true, Value: { } standing })
            return only;
        if (standing.GetString(Merchant) == claim.MerchantId && standing.GetString(Part) == claim.Part)
            return true;
        if (clock.GetUtcNow() - standing.GetDateTimeOffset("At") < DirectoryStore.Announced || await StandsAsync(claim, standing, cancellationToken))
            return false;
        return only || await _table.TryUpdateAsync(row, standing.ETag, TableUpdateMode.Replace, cancellationToken);
    }

    private async Task<bool> StandsAsync(Claim claim, TableEntity standing, CancellationToken cancellationToken)
    {
        var owner = standing.GetString(Merchant) is { } id ? await store.ReadAsync(id, cancellationToken) : null;
        return owner?.Parts.FirstOrDefault(part => part.Key == standing.GetString(Part)) is { } part
            && (part.Unreadable is not null || claim.StandsIn(part));
    }
}

/// <summary>A name that can be one merchant's alone.</summary>
/// <param name="Kind">What it names: account, identity, callback or key.</param>
/// <param name="Name">An id, or a hash.</param>
/// <param name="Part">The row of the merchant's that goes by it.</param>
public sealed record Claim(string Kind, string Name, string MerchantId, string Part)
{
    /// <summary>Every name that a part of a merchant goes by.</summary>
    /// <param name="account">The part as it is served, when it is an account.</param>
    public static IEnumerable<Claim> Of(string merchantId, StoredPart part, Account? account) =>
        part.Kind switch
        {
            PartKind.Account =>
            [
                new("account", part.Id, merchantId, part.Key),
                .. account is null ? [] : (Claim[])[new("identity", account.Provider.Identity, merchantId, part.Key)],
                .. part.CallbackIds.Select(id => new Claim("callback", DirectorySnapshot.Hash(id.Value), merchantId, part.Key)),
            ],
            PartKind.ApiKey => [new("key", part["Sha256"]!, merchantId, part.Key)],
            _ => [],
        };

    /// <summary>Whether a part goes by this name. What an account is at its provider, it stays: its orders' ids hang on it.</summary>
    public bool StandsIn(StoredPart part) =>
        Kind switch
        {
            "callback" => part.CallbackIds.Any(id => DirectorySnapshot.Hash(id.Value) == Name),
            "key" => part["Sha256"] == Name,
            _ => true,
        };
}
