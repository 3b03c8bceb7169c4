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

    /// <summary>
    /// Whether an operator has entered a transaction by hand that went to an address, or, where the notice names none, to any address of a
    /// customer. Without a transaction: whether any was.
    /// </summary>
    Task<bool> IsEnteredAsync(Account account, string? address, string? customerId, string? transactionId, CancellationToken cancellationToken);

    /// <summary>
    /// Notes that an operator enters a transaction by hand, for whoever hears of it from the provider: every instance sees it after half of
    /// <see cref="DepositTiming.EntryWait"/> at the latest. Repeating it is harmless.
    /// </summary>
    /// <returns>False when the address is not that customer's to keep, or too much was entered for it.</returns>
    Task<bool> NoteEntryAsync(Account account, string customerId, string address, string transactionId, CancellationToken cancellationToken);

    /// <summary>Enters an address that was made for one order's payment. Repeating it is harmless.</summary>
    /// <returns>False when it is somebody else's already: then nobody is to pay to it.</returns>
    Task<bool> EnterPaymentAsync(Account account, string customerId, DepositAddress address, string orderId, CancellationToken cancellationToken);
}
