using System.Text.Json;
using Azure.Data.Tables;
using Microsoft.Extensions.Caching.Memory;
using PaymentHub.Merchants;
using PaymentHub.Providers;
using PaymentHub.Storage;

namespace PaymentHub.Deposits;

/// <summary>
/// Issued addresses in table storage. An entry never changes hands, so what was found once is remembered, though not for ever: a customer
/// may get more of them. What was not found is looked up again, for it may be issued meanwhile.
/// </summary>
public sealed class AddressBook(StorageClients storage) : IAddressBook, IDisposable
{
    private const int MaxRemembered = 10_000;

    private static readonly TimeSpan RememberFor = TimeSpan.FromMinutes(10);

    private readonly TableClient _table = storage.Table(TableNames.Addresses);
    private readonly MemoryCache _remembered = new(new MemoryCacheOptions { SizeLimit = MaxRemembered });

    public async Task<IReadOnlyList<DepositAddress>?> FindAsync(Account account, string customerId, CancellationToken cancellationToken)
    {
        var partition = Keys.CustomerAddresses(account.MerchantId, account.Id, customerId);
        return await FindAsync(
            partition,
            "addresses",
            row => JsonSerializer.Deserialize<List<DepositAddress>>(row.Text("Addresses")),
            cancellationToken
        );
    }

    public async Task<string?> FindCustomerAsync(Account account, string address, CancellationToken cancellationToken) =>
        (await FindOwnerAsync(account, address, cancellationToken))?.Customer;

    public async Task<string?> FindPaymentAsync(Account account, string address, CancellationToken cancellationToken) =>
        (await FindOwnerAsync(account, address, cancellationToken))?.Order;

    public async Task<bool> EnterPaymentAsync(
        Account account,
        string customerId,
        DepositAddress address,
        string orderId,
        CancellationToken cancellationToken
    ) =>
        await _table.TryAddAsync(OwnerRow(account, customerId, address, orderId), cancellationToken)
        || (await FindOwnerAsync(account, address.Address, cancellationToken))?.Order == orderId;

    public async Task<string?> EnterAsync(
        Account account,
        string customerId,
        IReadOnlyList<DepositAddress> addresses,
        CancellationToken cancellationToken
    )
    {
        // Nobody's but this customer's, before anything is written.
        foreach (var address in addresses)
        {
            if (await FindOwnerAsync(account, address.Address, cancellationToken) is { } owner && owner != new Owner(customerId, null))
                return address.Address;
        }

        // First whose each address is, then what the customer has: an answer is only ever given from the second.
        foreach (var address in addresses)
        {
            if (
                !await _table.TryAddAsync(OwnerRow(account, customerId, address, order: null), cancellationToken)
                && await FindOwnerAsync(account, address.Address, cancellationToken) != new Owner(customerId, null)
            )
            {
                return address.Address;
            }
        }

        var partition = Keys.CustomerAddresses(account.MerchantId, account.Id, customerId);
        await _table.UpsertEntityAsync(
            new TableEntity(partition, "addresses")
            {
                ["Customer"] = customerId,
                ["Addresses"] = JsonSerializer.Serialize(addresses, StoredJson.Plain),
            },
            TableUpdateMode.Replace,
            cancellationToken
        );
        _remembered.Remove(partition);
        return null;
    }

    public void Dispose() => _remembered.Dispose();

    private static TableEntity OwnerRow(Account account, string customerId, DepositAddress address, string? order) =>
        new(Keys.AddressOwner(account.MerchantId, account.Id, address.Address), "owner")
        {
            ["Customer"] = customerId,
            ["Address"] = address.Address,
            ["Network"] = address.Network,
            ["Order"] = order,
        };

    private Task<Owner?> FindOwnerAsync(Account account, string address, CancellationToken cancellationToken) =>
        FindAsync(
            Keys.AddressOwner(account.MerchantId, account.Id, address),
            "owner",
            row => new Owner(row.Text("Customer"), row.GetString("Order")),
            cancellationToken
        );

    private async Task<T?> FindAsync<T>(string partition, string rowKey, Func<TableEntity, T?> read, CancellationToken cancellationToken)
        where T : class
    {
        if (_remembered.TryGetValue(partition, out T? remembered))
            return remembered;
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(partition, rowKey, cancellationToken: cancellationToken);
        if (row is not { HasValue: true, Value: { } entity })
            return null;
        return _remembered.Set(partition, read(entity), new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = RememberFor });
    }

    /// <param name="Customer">The customer it was issued to.</param>
    /// <param name="Order">The one payment it was made for; null for an address that its customer keeps.</param>
    private sealed record Owner(string Customer, string? Order);
}
