using Microsoft.Extensions.Logging;
using PaymentHub.Providers;

namespace PaymentHub.Merchants;

/// <summary>Hands out deposit addresses: the same ones to the same customer, always.</summary>
public sealed partial class DepositAddresses(MerchantDirectory directory, IAddressBook book, ILogger<DepositAddresses> logger)
{
    /// <summary>The customer's addresses, made at the provider when there are none yet.</summary>
    public async Task<Answer<CustomerAddresses>> IssueAsync(Merchant merchant, DepositAddressRequest request, CancellationToken cancellationToken)
    {
        var (account, customerId, problem) = Check(merchant, request.Account, request.CustomerId);
        if (problem is not null)
            return new Answer<CustomerAddresses>.Not(problem);
        if (await book.FindAsync(account!, customerId!, cancellationToken) is { } known)
            return new Answer<CustomerAddresses>.Done(new CustomerAddresses(account!, customerId!, known));

        return await account!.Provider.IssueAddressesAsync(customerId!, cancellationToken) switch
        {
            ProviderResult<IReadOnlyList<DepositAddress>>.Good issued => await EnterAsync(account, customerId!, issued.Value, cancellationToken),
            ProviderResult<IReadOnlyList<DepositAddress>>.Refused refused => new Answer<CustomerAddresses>.Not(Problem.ProviderRefused(refused.Code, refused.Message)),
            ProviderResult<IReadOnlyList<DepositAddress>>.Unavailable unavailable => Unavailable(account, unavailable.Reason),
            _ => Unavailable(account, "it knows no such customer, although it was just created"),
        };
    }

    /// <summary>What is wrong with a request in itself; null when nothing is.</summary>
    public Problem? Check(Merchant merchant, DepositAddressRequest request) => Check(merchant, request.Account, request.CustomerId).Problem;

    /// <summary>The customer's addresses as they were issued.</summary>
    public async Task<Answer<CustomerAddresses>> FindAsync(Merchant merchant, string? accountId, string? customer, CancellationToken cancellationToken)
    {
        var (account, customerId, problem) = Check(merchant, accountId, customer);
        if (problem is not null)
            return new Answer<CustomerAddresses>.Not(problem);
        return await book.FindAsync(account!, customerId!, cancellationToken) is { } known
            ? new Answer<CustomerAddresses>.Done(new CustomerAddresses(account!, customerId!, known))
            : new Answer<CustomerAddresses>.Not(Problem.NotFound("deposit address: none was issued to this customer yet"));
    }

    private (Account? Account, string? CustomerId, Problem? Problem) Check(Merchant merchant, string? accountId, string? customerId)
    {
        var check = new RequestCheck();
        var account = check.Account(directory, merchant, accountId);
        check.MerchantText("customer_id", customerId);
        if (account is { Provider.IssuesAddresses: false })
            check.Add("account", $"This account's provider, {account.ProviderName}, issues no deposit addresses; create a deposit instead.");
        return (account, customerId, check.Problem);
    }

    private async Task<Answer<CustomerAddresses>> EnterAsync(
        Account account, string customerId, IReadOnlyList<DepositAddress> addresses, CancellationToken cancellationToken)
    {
        if (await book.EnterAsync(account, customerId, addresses, cancellationToken) is null)
            return new Answer<CustomerAddresses>.Done(new CustomerAddresses(account, customerId, addresses));
        Log.BelongsToAnother(logger, account.Id);
        return new Answer<CustomerAddresses>.Not(new Problem(
            502, "provider_unavailable", "The provider gave out an address that belongs to another customer already. Nothing was issued; ask the operator."));
    }

    private Answer<CustomerAddresses> Unavailable(Account account, string reason)
    {
        Log.ProviderUnavailable(logger, account.Id, reason);
        return new Answer<CustomerAddresses>.Not(Problem.ProviderUnavailable);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Account {Account}: the provider gave one customer an address that belongs to another already; it was not handed out.")]
        public static partial void BelongsToAnother(ILogger logger, string account);

        [LoggerMessage(2, LogLevel.Warning, "Account {Account}: no deposit address could be had: {Reason}.")]
        public static partial void ProviderUnavailable(ILogger logger, string account, string reason);
    }
}
