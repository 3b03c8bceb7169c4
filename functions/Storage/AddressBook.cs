using System.Text.Json;
using Azure.Data.Tables;
using Microsoft.Extensions.Caching.Memory;
using PaymentHub.Merchants;
using PaymentHub.Providers;

namespace PaymentHub.Storage;

/// <summary>
/// Issued addresses in table storage. An entry never changes hands, so what was found once is remembered; what was not found
/// is looked up again, for it may be issued meanwhile.
/// </summary>
public sealed class AddressBook(StorageClients storage) : IAddressBook, IDisposable
{
    private const int MaxRemembered = 10_000;

    private readonly TableClient _table = storage.Table(TableNames.Addresses);
    private readonly MemoryCache _remembered = new(new MemoryCacheOptions { SizeLimit = MaxRemembered });

    public async Task<IReadOnlyList<DepositAddress>?> FindAsync(Account account, string customerId, CancellationToken cancellationToken)
    {
        var partition = Keys.CustomerAddresses(account.MerchantId, account.Id, customerId);
        return await FindAsync(partition, "addresses", row => JsonSerializer.Deserialize<List<DepositAddress>>(row.Text("Addresses")), cancellationToken);
    }

    public Task<string?> FindCustomerAsync(Account account, string address, CancellationToken cancellationToken) =>
        FindAsync(Keys.AddressOwner(account.MerchantId, account.Id, address), "owner", row => row.Text("Customer"), cancellationToken);

    public async Task<string?> EnterAsync(Account account, string customerId, IReadOnlyList<DepositAddress> addresses, CancellationToken cancellationToken)
    {
        // Nobody's but this customer's, before anything is written.
        foreach (var address in addresses)
            if (await FindCustomerAsync(account, address.Address, cancellationToken) is { } owner && owner != customerId)
                return address.Address;

        // First whose each address is, then what the customer has: an answer is only ever given from the second.
        foreach (var address in addresses)
        {
            var row = new TableEntity(Keys.AddressOwner(account.MerchantId, account.Id, address.Address), "owner")
            {
                ["Customer"] = customerId,
                ["Address"] = address.Address,
                ["Network"] = address.Network,
            };
            if (!await _table.TryAddAsync(row, cancellationToken) && await FindCustomerAsync(account, address.Address, cancellationToken) != customerId)
                return address.Address;
        }

        var partition = Keys.CustomerAddresses(account.MerchantId, account.Id, customerId);
        await _table.UpsertEntityAsync(
            new TableEntity(partition, "addresses") { ["Customer"] = customerId, ["Addresses"] = JsonSerializer.Serialize(addresses) },
            TableUpdateMode.Replace,
            cancellationToken);
        _remembered.Remove(partition);
        return null;
    }

    public void Dispose() => _remembered.Dispose();

    private async Task<T?> FindAsync<T>(string partition, string rowKey, Func<TableEntity, T?> read, CancellationToken cancellationToken)
        where T : class
    {
        if (_remembered.TryGetValue(partition, out T? remembered))
            return remembered;
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(partition, rowKey, cancellationToken: cancellationToken);
        if (row is not { HasValue: true, Value: { } entity })
            return null;
        return _remembered.Set(partition, read(entity), new MemoryCacheEntryOptions { Size = 1 });
    }
}
