using Azure.Data.Tables;
using PaymentHub.Listings;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Storage;

namespace PaymentHub.Operations;

/// <summary>
/// Remembers permanently what each account is at its provider. An account's id is part of its orders' ids: under another one, everything that the
/// provider still reports would be credited a second time.
/// </summary>
public sealed class AccountIdentities(StorageClients storage, OrderIndexByTime orders, TimeProvider clock)
{
    private readonly TableClient _table = storage.Table(TableNames.Reconciliations);

    /// <summary>Remembers accounts that are new, and finds those that went by another id before.</summary>
    public async Task<IReadOnlyList<AccountMistake>> CheckAsync(IReadOnlyCollection<Account> accounts, CancellationToken cancellationToken)
    {
        // One reading for all of them: at a start there may be thousands, and hardly one that is new.
        var known = new Dictionary<string, TableEntity>(StringComparer.Ordinal);
        await foreach (
            var row in _table.QueryAsync<TableEntity>(
                TableClient.CreateQueryFilter($"PartitionKey eq {Keys.Identities}"),
                cancellationToken: cancellationToken
            )
        )
        {
            known[row.RowKey] = row;
        }

        var mistakes = new List<AccountMistake>();
        foreach (var account in accounts)
        {
            if (await CheckAsync(account, known.GetValueOrDefault(account.Provider.Identity), cancellationToken) is { } mistake)
                mistakes.Add(mistake);
        }

        return mistakes;
    }

    private async Task<AccountMistake?> CheckAsync(Account account, TableEntity? known, CancellationToken cancellationToken)
    {
        var row = Row(account);
        // Another instance starts at the same time, or this very write was made: what stands there then is what counts.
        if (known is null)
        {
            if (await _table.TryAddAsync(row, cancellationToken))
                return null;
            known = await ReadAsync(row, cancellationToken) ?? throw new InvalidOperationException($"Row {row.RowKey} was there and is gone.");
        }

        var (before, merchant) = (known.Text("Account"), known.Text("Merchant"));
        if (before == account.Id && merchant == account.MerchantId)
            return null;
        if (
            !await HasAddressesAsync(before, merchant, cancellationToken)
            && !await HasOrdersAsync(account, before, merchant, cancellationToken)
            && await _table.TryUpdateAsync(row, known.ETag, TableUpdateMode.Replace, cancellationToken)
        )
        {
            return null;
        }

        return new AccountMistake(
            account.Id,
            $"of merchant '{account.MerchantId}' is known at {account.ProviderName} as what was '{before}' of merchant '{merchant}' here, and has orders or addresses under that id: the same money "
                + $"would be credited again. Call it '{before}' again, under '{merchant}'; or have the provider open another account for '{account.Id}'."
        )
        {
            Before = before,
        };
    }

    // Who was given an address may pay to it at any time.
    private async Task<bool> HasAddressesAsync(string before, string merchant, CancellationToken cancellationToken)
    {
        var (from, to) = Keys.AccountAddresses(merchant, before);
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {from} and PartitionKey lt {to}");
        return await storage
            .Table(TableNames.Addresses)
            .QueryAsync<TableEntity>(filter, maxPerPage: 1, select: ["RowKey"], cancellationToken: cancellationToken)
            .AnyAsync(cancellationToken);
    }

    private async Task<bool> HasOrdersAsync(Account account, string before, string merchant, CancellationToken cancellationToken)
    {
        var old = new Account
        {
            Id = before,
            MerchantId = merchant,
            ProviderName = account.ProviderName,
            Provider = account.Provider,
            CallbackIds = [],
            Confirm = true,
            AcceptUnknownAddresses = false,
        };
        foreach (var kind in Enum.GetValues<OrderKind>())
        {
            if (await orders.AnyAsync(old, kind, cancellationToken))
                return true;
        }

        return false;
    }

    private async Task<TableEntity?> ReadAsync(TableEntity row, CancellationToken cancellationToken) =>
        await _table.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey, cancellationToken: cancellationToken)
            is { HasValue: true, Value: { } known }
            ? known
            : null;

    private TableEntity Row(Account account) =>
        new(Keys.Identities, account.Provider.Identity)
        {
            ["Account"] = account.Id,
            ["Merchant"] = account.MerchantId,
            ["Provider"] = account.ProviderName,
            ["Since"] = clock.GetUtcNow(),
        };
}
