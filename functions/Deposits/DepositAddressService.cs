using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Money;
using PaymentHub.Providers;

namespace PaymentHub.Deposits;

/// <summary>
/// Hands out deposit addresses: the same ones to the same customer, always. If the account has a new network on which the customer has no address,
/// the provider is asked again, and new addresses are added.
/// </summary>
public sealed partial class DepositAddressService(
    MerchantDirectory directory,
    IAddressBook book,
    PayerPageTokens tokens,
    TimeProvider clock,
    ILogger<DepositAddressService> logger
)
{
    private const int MaxRemembered = 10_000;

    // A provider may issue no address on a network that it lists, so it is not asked at every request.
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<(string Account, string Customer), DateTimeOffset> _askedAgain = new();

    /// <summary>The customer's addresses, made at the provider when there are none yet.</summary>
    public async Task<Result<CustomerAddresses>> IssueAsync(Merchant merchant, DepositAddressRequest request, CancellationToken cancellationToken)
    {
        var (account, customerId, problem) = Check(merchant, request.Account, request.CustomerId);
        if (problem is not null)
            return new Result<CustomerAddresses>.Failure(problem);
        if (await book.FindAsync(account!, customerId!, cancellationToken) is { } known)
            return Found(account!, customerId!, await AddNewAsync(account!, customerId!, known, cancellationToken));
        if (account!.Disabled)
            return new Result<CustomerAddresses>.Failure(Problem.InvalidRequest("account", "This account is disabled."));

        return await (await account.Provider.IssueAddressesAsync(customerId!, cancellationToken)).MatchAsync(
            issued => EnterAsync(account, customerId!, [], issued, cancellationToken),
            refused => new Result<CustomerAddresses>.Failure(Problem.ProviderRefused(refused.Code, refused.Message)),
            () => Unavailable(account, "it knows no such customer, although it was just created"),
            reason => Unavailable(account, reason)
        );
    }

    /// <summary>What is wrong with a request in itself; null when nothing is.</summary>
    public Problem? Check(Merchant merchant, DepositAddressRequest request) => Check(merchant, request.Account, request.CustomerId).Problem;

    /// <summary>The customer's addresses as they were issued.</summary>
    public async Task<Result<CustomerAddresses>> FindAsync(
        Merchant merchant,
        string? accountId,
        string? customer,
        CancellationToken cancellationToken
    )
    {
        var (account, customerId, problem) = Check(merchant, accountId, customer);
        if (problem is not null)
            return new Result<CustomerAddresses>.Failure(problem);
        return await book.FindAsync(account!, customerId!, cancellationToken) is { } known
            ? Found(account!, customerId!, known)
            : new Result<CustomerAddresses>.Failure(Problem.NotFound("deposit address: none was issued to this customer yet"));
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

    /// <summary>The customer's addresses, with new ones on networks that were opened since. If anything fails, the known ones are returned.</summary>
    private async Task<IReadOnlyList<DepositAddress>> AddNewAsync(
        Account account,
        string customerId,
        IReadOnlyList<DepositAddress> known,
        CancellationToken cancellationToken
    )
    {
        var networks = await account.Provider.NetworksAsync(cancellationToken);
        if (networks.All(network => Has(known, network)) || !MayAskAgain(account, customerId))
            return known;
        switch (await account.Provider.IssueAddressesAsync(customerId, cancellationToken))
        {
            case ProviderResult<IReadOnlyList<DepositAddress>>.Good issued when issued.Value.Any(address => !Has(known, address.Network)):
                return await EnterAsync(account, customerId, known, issued.Value, cancellationToken) is Result<CustomerAddresses>.Success entered
                    ? entered.Value.Addresses
                    : known;
            case ProviderResult<IReadOnlyList<DepositAddress>>.Unavailable unavailable:
                Log.ProviderUnavailable(logger, account.Id, unavailable.Reason);
                return known;
            default:
                return known;
        }
    }

    private bool MayAskAgain(Account account, string customerId)
    {
        var now = clock.GetUtcNow();
        if (_askedAgain.TryGetValue((account.Id, customerId), out var last) && now < last + AskAgainAfter)
            return false;
        if (_askedAgain.Count >= MaxRemembered)
            _askedAgain.Clear();
        _askedAgain[(account.Id, customerId)] = now;
        return true;
    }

    /// <param name="known">What was handed out before: it never changes, whatever the provider says now.</param>
    private async Task<Result<CustomerAddresses>> EnterAsync(
        Account account,
        string customerId,
        IReadOnlyList<DepositAddress> known,
        IReadOnlyList<DepositAddress> issued,
        CancellationToken cancellationToken
    )
    {
        List<DepositAddress> addresses = [.. known];
        foreach (
            var address in issued
                .Select(address => address with { Address = AddressFormat.ForPayers(address.Address) })
                .Where(address => !Has(known, address.Network))
        )
        {
            if (AddressFormat.FindMistake(address.Network, address.Address) is { } mistake)
            {
                Log.CannotBePaidTo(logger, account.Id, address.Network, mistake);
                return new Result<CustomerAddresses>.Failure(
                    new Problem(
                        502,
                        "provider_unavailable",
                        "The provider returned an address that nobody can pay to. Nothing was issued; ask your operator."
                    )
                );
            }

            addresses.Add(address);
        }

        if (await book.EnterAsync(account, customerId, addresses, cancellationToken) is null)
            return Found(account, customerId, addresses);
        Log.BelongsToAnother(logger, account.Id);
        return new Result<CustomerAddresses>.Failure(
            new Problem(
                502,
                "provider_unavailable",
                "The provider returned an address that already belongs to another customer. Nothing was issued; ask your operator."
            )
        );
    }

    private Result<CustomerAddresses> Found(Account account, string customerId, IReadOnlyList<DepositAddress> addresses) =>
        new Result<CustomerAddresses>.Success(
            new CustomerAddresses(account, customerId, addresses)
            {
                PageUrls = [.. addresses.Select(address => tokens.Url(new PayerSubject.OfAddress(account.Id, customerId, address.Network)))],
            }
        );

    private static bool Has(IReadOnlyList<DepositAddress> known, string network) => known.Any(address => address.Network == network);

    private Result<CustomerAddresses> Unavailable(Account account, string reason)
    {
        Log.ProviderUnavailable(logger, account.Id, reason);
        return new Result<CustomerAddresses>.Failure(Problem.ProviderUnavailable);
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Error,
            "Account {Account}: the provider returned an address that already belongs to another customer; it was not handed out."
        )]
        public static partial void BelongsToAnother(ILogger logger, string account);

        [LoggerMessage(2, LogLevel.Warning, "Account {Account}: no deposit address could be created: {Reason}.")]
        public static partial void ProviderUnavailable(ILogger logger, string account, string reason);

        [LoggerMessage(
            3,
            LogLevel.Error,
            "Account {Account}: the provider gave out an address on {Network} that nobody can pay to; it was not handed out. {Mistake}"
        )]
        public static partial void CannotBePaidTo(ILogger logger, string account, string network, string mistake);
    }
}

/// <summary>A customer's deposit addresses at one account.</summary>
public sealed record CustomerAddresses(Account Account, string CustomerId, IReadOnlyList<DepositAddress> Addresses)
{
    /// <summary>The payer's page of each address, in their order; null where pages are off.</summary>
    public IReadOnlyList<string?> PageUrls { get; init; } = [.. Addresses.Select(_ => (string?)null)];
}

/// <summary>POST /v1/deposit-addresses.</summary>
public sealed record DepositAddressRequest
{
    public string? Account { get; init; }

    public string? CustomerId { get; init; }
}
