using System.Text.Json;
using Azure.Data.Tables;
using Microsoft.Extensions.Caching.Memory;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Storage;

namespace PaymentHub.Deposits;

/// <summary>
/// Issued addresses in table storage. An entry never changes its owner, so what was found is cached, but not forever: a customer may get more
/// addresses, and operators enter deposits by hand. What was not found is looked up again, because it may be issued meanwhile.
/// </summary>
public sealed class AddressBook(StorageClients storage) : IAddressBook, IDisposable
{
    private const int MaxRemembered = 10_000;

    /// <summary>How many deposits can be entered by hand for one address, and for one customer: a text column holds 32,768 characters.</summary>
    internal const int MaxEntered = 500;

    private const string CustomerRow = "addresses";
    private const string OwnerRow = "owner";
    private const string Entered = "Entered";

    /// <summary>How long a row is cached, so that a change of it is not seen.</summary>
    internal static readonly TimeSpan RememberFor = TimeSpan.FromMinutes(10);

    private readonly TableClient _table = storage.Table(TableNames.Addresses);
    private readonly MemoryCache _remembered = new(new MemoryCacheOptions { SizeLimit = MaxRemembered });

    public async Task<IReadOnlyList<DepositAddress>?> FindAsync(Account account, string customerId, CancellationToken cancellationToken) =>
        (await FindCustomersAsync(account, customerId, cancellationToken))?.Addresses;

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
        await _table.TryAddAsync(NewOwner(account, customerId, address, orderId), cancellationToken)
        || (await FindOwnerAsync(account, address.Address, cancellationToken))?.Order == orderId;

    public async Task<string?> EnterAsync(
        Account account,
        string customerId,
        IReadOnlyList<DepositAddress> addresses,
        CancellationToken cancellationToken
    )
    {
        // First check that no other customer has them, before anything is written.
        foreach (var address in addresses)
        {
            if (await FindOwnerAsync(account, address.Address, cancellationToken) is { } owner && !owner.IsCustomer(customerId))
                return address.Address;
        }

        // First the owner of each address, then the customer's list: responses only ever use the second.
        foreach (var address in addresses)
        {
            if (
                !await _table.TryAddAsync(NewOwner(account, customerId, address, order: null), cancellationToken)
                && (await FindOwnerAsync(account, address.Address, cancellationToken))?.IsCustomer(customerId) != true
            )
            {
                return address.Address;
            }
        }

        var partition = Keys.CustomerAddresses(account.MerchantId, account.Id, customerId);
        // Merged: what was entered by hand for the customer stays.
        await _table.UpsertEntityAsync(
            new TableEntity(partition, CustomerRow)
            {
                ["Customer"] = customerId,
                ["Addresses"] = JsonSerializer.Serialize(addresses, StoredJson.Plain),
            },
            TableUpdateMode.Merge,
            cancellationToken
        );
        _remembered.Remove(partition);
        return null;
    }

    public async Task<bool> IsEnteredAsync(
        Account account,
        string? address,
        string? customerId,
        string? transactionId,
        CancellationToken cancellationToken
    )
    {
        var entered =
            address is not null ? (await FindOwnerAsync(account, address, cancellationToken))?.Entered
            : customerId is not null ? (await FindCustomersAsync(account, customerId, cancellationToken))?.Entered
            : null;
        return entered is not null && (transactionId is null || entered.Contains(OrderId.OfTransaction(account.MerchantId, transactionId)));
    }

    public async Task<bool> NoteEntryAsync(
        Account account,
        string customerId,
        string address,
        string transactionId,
        CancellationToken cancellationToken
    )
    {
        var orderId = OrderId.OfTransaction(account.MerchantId, transactionId);
        // Whichever of the two rows a notice leads to.
        var owner = Keys.AddressOwner(account.MerchantId, account.Id, address);
        return await NoteAsync(owner, OwnerRow, orderId, row => Owner.Of(row).IsCustomer(customerId), cancellationToken)
            && await NoteAsync(
                Keys.CustomerAddresses(account.MerchantId, account.Id, customerId),
                CustomerRow,
                orderId,
                _ => true,
                cancellationToken
            );
    }

    public void Dispose() => _remembered.Dispose();

    private async Task<bool> NoteAsync(
        string partition,
        string rowKey,
        string orderId,
        Func<TableEntity, bool> fits,
        CancellationToken cancellationToken
    )
    {
        while (await ReadAsync(partition, rowKey, cancellationToken) is { } row && fits(row))
        {
            var entered = EnteredOf(row) ?? [];
            if (entered.Contains(orderId))
                return true;
            if (entered.Count >= MaxEntered)
                return false;
            var noted = new TableEntity(partition, rowKey) { [Entered] = string.Join(',', entered.Append(orderId)) };
            // Whatever the answer was, the row shows it: somebody else's note, an added address, or this write whose answer was lost.
            await _table.TryUpdateAsync(noted, row.ETag, TableUpdateMode.Merge, cancellationToken);
            _remembered.Remove(partition);
        }

        return false;
    }

    private static TableEntity NewOwner(Account account, string customerId, DepositAddress address, string? order) =>
        new(Keys.AddressOwner(account.MerchantId, account.Id, address.Address), OwnerRow)
        {
            ["Customer"] = customerId,
            ["Address"] = address.Address,
            ["Network"] = address.Network,
            ["Order"] = order,
        };

    private static HashSet<string>? EnteredOf(TableEntity row) => row.GetString(Entered)?.Split(',').ToHashSet(StringComparer.Ordinal);

    private Task<Owner?> FindOwnerAsync(Account account, string address, CancellationToken cancellationToken) =>
        FindAsync(Keys.AddressOwner(account.MerchantId, account.Id, address), OwnerRow, Owner.Of, cancellationToken);

    private Task<Customers?> FindCustomersAsync(Account account, string customerId, CancellationToken cancellationToken) =>
        FindAsync(
            Keys.CustomerAddresses(account.MerchantId, account.Id, customerId),
            CustomerRow,
            row => new Customers(JsonSerializer.Deserialize<List<DepositAddress>>(row.Text("Addresses"))!, EnteredOf(row)),
            cancellationToken
        );

    private async Task<T?> FindAsync<T>(string partition, string rowKey, Func<TableEntity, T> read, CancellationToken cancellationToken)
        where T : class
    {
        if (_remembered.TryGetValue(partition, out T? remembered))
            return remembered;
        return await ReadAsync(partition, rowKey, cancellationToken) is { } row
            ? _remembered.Set(partition, read(row), new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = RememberFor })
            : null;
    }

    private async Task<TableEntity?> ReadAsync(string partition, string rowKey, CancellationToken cancellationToken) =>
        await _table.GetEntityIfExistsAsync<TableEntity>(partition, rowKey, cancellationToken: cancellationToken)
            is { HasValue: true, Value: { } row }
            ? row
            : null;

    /// <param name="Customer">The customer it was issued to.</param>
    /// <param name="Order">The one payment it was made for; null for an address that its customer keeps.</param>
    /// <param name="Entered">The orders that operators have entered by hand for it; null when there are none.</param>
    private sealed record Owner(string Customer, string? Order, HashSet<string>? Entered)
    {
        public static Owner Of(TableEntity row) => new(row.Text("Customer"), row.GetString("Order"), EnteredOf(row));

        public bool IsCustomer(string customerId) => Customer == customerId && Order is null;
    }

    /// <param name="Addresses">What a customer has.</param>
    /// <param name="Entered">As above, for any of its addresses.</param>
    private sealed record Customers(IReadOnlyList<DepositAddress> Addresses, HashSet<string>? Entered);
}
