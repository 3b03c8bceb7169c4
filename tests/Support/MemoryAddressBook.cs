using PaymentHub.Deposits;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Tests.Support;

/// <summary>Issued addresses in memory: an address, its network and its customer.</summary>
internal sealed class MemoryAddressBook(params IReadOnlyList<(string Address, string Network, string Customer)> issued) : IAddressBook
{
    private readonly List<(string Address, string Network, string Customer)> _entries = [.. issued];

    public Task<IReadOnlyList<DepositAddress>?> FindAsync(Account account, string customerId, CancellationToken cancellationToken)
    {
        var own = _entries.Where(entry => entry.Customer == customerId).Select(entry => new DepositAddress(entry.Network, entry.Address)).ToList();
        return Task.FromResult<IReadOnlyList<DepositAddress>?>(own.Count > 0 ? own : null);
    }

    public Task<string?> FindCustomerAsync(Account account, string address, CancellationToken cancellationToken) =>
        Task.FromResult(_entries.Where(entry => entry.Address == address).Select(entry => entry.Customer).FirstOrDefault());

    public Task<string?> EnterAsync(
        Account account,
        string customerId,
        IReadOnlyList<DepositAddress> addresses,
        CancellationToken cancellationToken
    ) => Task.FromResult(Enter(customerId, addresses));

    private string? Enter(string customerId, IReadOnlyList<DepositAddress> addresses)
    {
        if (
            addresses.FirstOrDefault(address => _entries.Exists(entry => entry.Address == address.Address && entry.Customer != customerId)) is
            { } another
        )
        {
            return another.Address;
        }

        _entries.AddRange(addresses.Select(address => (address.Address, address.Network, customerId)).Except(_entries).ToList());
        return null;
    }

    /// <summary>The orders that operators have entered by hand, by the address or the customer.</summary>
    public HashSet<(string Name, string Order)> Entered { get; } = [];

    public Task<bool> IsEnteredAsync(
        Account account,
        string? address,
        string? customerId,
        string? transactionId,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult(
            Entered.Any(one =>
                one.Name == (address ?? customerId)
                && (transactionId is null || one.Order == OrderId.OfTransaction(account.MerchantId, transactionId))
            )
        );

    public Task<bool> NoteEntryAsync(Account account, string customerId, string address, string transactionId, CancellationToken cancellationToken)
    {
        var order = OrderId.OfTransaction(account.MerchantId, transactionId);
        Entered.UnionWith([(customerId, order), (address, order)]);
        return Task.FromResult(_entries.Exists(entry => entry.Address == address && entry.Customer == customerId));
    }

    /// <summary>The orders whose payments addresses were made for.</summary>
    public Dictionary<string, string> Payments { get; } = [];

    public Task<string?> FindPaymentAsync(Account account, string address, CancellationToken cancellationToken) =>
        Task.FromResult(Payments.GetValueOrDefault(address));

    public Task<bool> EnterPaymentAsync(
        Account account,
        string customerId,
        DepositAddress address,
        string orderId,
        CancellationToken cancellationToken
    ) => Task.FromResult(Payments.TryAdd(address.Address, orderId) || Payments[address.Address] == orderId);
}
