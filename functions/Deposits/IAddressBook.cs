using PaymentHub.Merchants;
using PaymentHub.Providers;

namespace PaymentHub.Deposits;

/// <summary>The deposit addresses that were issued through us.</summary>
public interface IAddressBook
{
    /// <summary>The addresses of a customer, or null when none were issued.</summary>
    Task<IReadOnlyList<DepositAddress>?> FindAsync(Account account, string customerId, CancellationToken cancellationToken);

    /// <summary>The customer that an address was issued to, or null when it never was. Compared in canonical spelling.</summary>
    Task<string?> FindCustomerAsync(Account account, string address, CancellationToken cancellationToken);

    /// <summary>Enters a customer's addresses. Repeating it is harmless.</summary>
    /// <returns>Null, or the address that already belongs to another customer: then nothing is to be handed out.</returns>
    Task<string?> EnterAsync(Account account, string customerId, IReadOnlyList<DepositAddress> addresses, CancellationToken cancellationToken);

    /// <summary>The order whose payment an address was made for, or null when it was made for none. Compared in canonical spelling.</summary>
    Task<string?> FindPaymentAsync(Account account, string address, CancellationToken cancellationToken);

    /// <summary>Enters an address that was made for one order's payment. Repeating it is harmless.</summary>
    /// <returns>False when it is somebody else's already: then nobody is to pay to it.</returns>
    Task<bool> EnterPaymentAsync(Account account, string customerId, DepositAddress address, string orderId, CancellationToken cancellationToken);
}
