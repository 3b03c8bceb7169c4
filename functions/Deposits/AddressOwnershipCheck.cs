using PaymentHub.Merchants;
using PaymentHub.Money;
using PaymentHub.Orders;

namespace PaymentHub.Deposits;

/// <summary>Compares a notice about a deposit to an address with our address book.</summary>
public sealed class AddressOwnershipCheck(IAddressBook addresses)
{
    /// <summary>
    /// The notice with what our address book says: whose the address is, and whether an operator has entered the deposit by hand. A notice without an
    /// address gets the customer's.
    /// </summary>
    public async Task<Notice> CheckAsync(Account account, Notice notice, CancellationToken cancellationToken)
    {
        if (!account.Provider.IssuesAddresses || notice.Kind != OrderKind.Deposit || notice.OrderId is not null)
            return notice;
        var known = await HoldAsync(account, notice, cancellationToken);
        // What was never issued has nothing entered for it, and is not looked up once more. What is entered by hand is a transaction: a notice
        // that names none tells of any, once it says that money has come.
        return
            known.AddressOwnership is AddressOwnership.Issued or AddressOwnership.IssuedToAnother
            && (notice.TransactionId is not null || notice.Status == NoticeStatus.Completed)
            ? known with
            {
                MayBeEntered = await addresses.IsEnteredAsync(account, notice.Address, notice.CustomerId, notice.TransactionId, cancellationToken),
            }
            : known;
    }

    private async Task<Notice> HoldAsync(Account account, Notice notice, CancellationToken cancellationToken)
    {
        if (notice.Address is { } address)
        {
            var owner = await addresses.FindCustomerAsync(account, address, cancellationToken);
            return notice with { AddressOwnership = Judge(account, owner, notice.CustomerId) };
        }

        var issued = notice.CustomerId is { } customer ? await addresses.FindAsync(account, customer, cancellationToken) : null;
        var own = issued?.FirstOrDefault(candidate => notice.Network is null || candidate.Network == notice.Network);
        return notice with
        {
            Address = own is null ? null : AddressFormat.Canonical(own.Address),
            AddressOwnership = Judge(account, own is null ? null : notice.CustomerId, notice.CustomerId),
        };
    }

    private static AddressOwnership Judge(Account account, string? owner, string? customer) =>
        owner is null
            ? account.AcceptUnknownAddresses
                ? AddressOwnership.NotChecked
                : AddressOwnership.NeverIssued
            : customer is null || owner == customer
                ? AddressOwnership.Issued
                : AddressOwnership.IssuedToAnother;
}
