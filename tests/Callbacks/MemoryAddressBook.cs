using PaymentHub.Merchants;
using PaymentHub.Providers;

namespace PaymentHub.Tests.Callbacks;

/// <summary>Issued addresses in memory: an address, its network and its customer.</summary>
internal sealed class MemoryAddressBook(params IReadOnlyList<(string Address, string Network, string Customer)> entries) : IAddressBook
{
    public Task<IReadOnlyList<DepositAddress>?> FindAsync(Account account, string customerId, CancellationToken cancellationToken)
    {
        var own = entries.Where(entry => entry.Customer == customerId).Select(entry => new DepositAddress(entry.Network, entry.Address)).ToList();
        return Task.FromResult<IReadOnlyList<DepositAddress>?>(own.Count > 0 ? own : null);
    }

    public Task<string?> FindCustomerAsync(Account account, string address, CancellationToken cancellationToken) =>
        Task.FromResult(entries.Where(entry => entry.Address == address).Select(entry => entry.Customer).FirstOrDefault());

    public Task<string?> EnterAsync(Account account, string customerId, IReadOnlyList<DepositAddress> addresses, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>The orders whose payments addresses were made for.</summary>
    public Dictionary<string, string> Payments { get; } = [];

    public Task<string?> FindPaymentAsync(Account account, string address, CancellationToken cancellationToken) =>
        Task.FromResult(Payments.GetValueOrDefault(address));

    public Task<bool> EnterPaymentAsync(Account account, string customerId, DepositAddress address, string orderId, CancellationToken cancellationToken) =>
        Task.FromResult(Payments.TryAdd(address.Address, orderId) || Payments[address.Address] == orderId);
}
