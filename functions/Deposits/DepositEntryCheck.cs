using System.Security.Cryptography;
using System.Text.Json;
using PaymentHub.Merchants;
using PaymentHub.Money;
using PaymentHub.Providers;

namespace PaymentHub.Deposits;

/// <summary>Checks a deposit that an operator enters by hand against the account and our address book.</summary>
public sealed class DepositEntryCheck(MerchantDirectory directory, IAddressBook book)
{
    private const int MaxWord = 128;
    private const int MaxEvidence = 1024;

    /// <summary>What is wrong with a request in itself; null when nothing is.</summary>
    public Problem? Check(DepositEntryRequest request) => Check(request, out _, out _);

    /// <summary>What is to be entered, or why it cannot be.</summary>
    internal async Task<Result<WantedEntry>> ReadAsync(DepositEntryRequest request, CancellationToken cancellationToken)
    {
        if (Check(request, out var account, out var amount) is { } problem)
            return Not(problem);
        if (!account!.Provider.IssuesAddresses)
        {
            return Not(
                new Problem(
                    409,
                    "not_supported",
                    $"This account's provider, {account.ProviderName}, issues no addresses to customers: every payment to it is an order already. Find that order, and reopen it (POST /ops/orders/{{id}}/review)."
                )
            );
        }

        var (customer, address, transaction) = (request.CustomerId!, request.Address!.Trim(), request.TransactionId!.Trim());
        if (await book.FindPaymentAsync(account, address, cancellationToken) is { } payment)
        {
            return Not(
                new Problem(
                    409,
                    "address_of_payment",
                    $"This address belongs to the payment order {payment}. Reopen that order (POST /ops/orders/{payment}/review), and resolve it."
                )
                {
                    Order = payment,
                }
            );
        }

        var issued = (await book.FindAsync(account, customer, cancellationToken) ?? []).Where(one =>
            AddressFormat.Canonical(one.Address) == AddressFormat.Canonical(address)
        );
        string[] networks = [.. issued.Select(one => one.Network)];
        if (networks.Length == 0)
            return await NotIssuedAsync(account, address, cancellationToken);
        if (networks.Length > 1 && request.Network is null)
            return Not(Problem.InvalidRequest("network", $"It is required, for the address is the customer's on {string.Join(" and ", networks)}."));
        var network = request.Network ?? networks[0];
        if (!networks.Contains(network))
            return Not(Problem.InvalidRequest("network", $"The address was issued on {string.Join(" and ", networks)}."));
        if (TransactionHash.FindMistake(network, transaction) is { } mistake)
            return Not(Problem.InvalidRequest("transaction_id", mistake));
        return new Result<WantedEntry>.Success(
            new(account, customer, AddressFormat.Canonical(address), network, transaction, amount, request.Currency!, request.Evidence!)
        );
    }

    /// <summary>The deposit with its currency as the provider spells it, if that
    /// is one that comes to this address, and has so many decimals.</summary>
    internal static async Task<Result<WantedEntry>> SpellAsync(WantedEntry wanted, CancellationToken cancellationToken)
    {
        if (
            await wanted.Account.Provider.CurrenciesAsync(cancellationToken)
            is not ProviderResult<IReadOnlyList<AccountCurrency>>.Good { Value: var all }
        )
        {
            return Not(Problem.ProviderUnavailable);
        }

        var known = all.Where(one => one.Network == wanted.Network).ToList();
        if (known.Find(one => one.Symbol.Equals(wanted.Currency, StringComparison.OrdinalIgnoreCase)) is not { } currency)
        {
            var symbols = string.Join(", ", known.Select(one => one.Symbol));
            return Not(Problem.InvalidRequest("currency", $"The account has none of that name on {wanted.Network}; it has {symbols}."));
        }

        return currency.FindMistake(wanted.Amount) is { } mistake
            ? Not(Problem.InvalidRequest("amount", mistake))
            : new Result<WantedEntry>.Success(wanted with { Currency = currency.Symbol });
    }

    /// <summary>Notes what is to be entered for whoever hears of its transaction; false when too much was noted already.</summary>
    internal Task<bool> NoteAsync(WantedEntry wanted, CancellationToken cancellationToken) =>
        book.NoteEntryAsync(wanted.Account, wanted.CustomerId, wanted.Address, wanted.TransactionId, cancellationToken);

    private Problem? Check(DepositEntryRequest request, out Account? account, out decimal amount)
    {
        var check = new RequestCheck();
        account = string.IsNullOrEmpty(request.Account) ? null : directory.FindAccount(request.Account);
        if (account is null)
            check.Add("account", "It is required: the id of an account, of whichever merchant.");
        check.MerchantText("customer_id", request.CustomerId);
        check.Text("address", request.Address, MaxWord);
        check.OptionalText("network", request.Network, MaxWord);
        check.Text("transaction_id", request.TransactionId, MaxWord);
        amount = check.Amount("amount", request.Amount);
        check.Text("currency", request.Currency, MaxWord);
        check.Text("evidence", request.Evidence, MaxEvidence);
        return check.Problem;
    }

    private async Task<Result<WantedEntry>> NotIssuedAsync(Account account, string address, CancellationToken cancellationToken) =>
        Not(
            new Problem(
                409,
                "address_not_issued",
                await book.FindCustomerAsync(account, address, cancellationToken) is { } owner
                    ? $"This address was issued to another customer of the account, {owner}. Use that customer_id if the money is theirs."
                    : "This account has not issued this address to anybody. GET /ops/orders?address= finds other orders that were paid to it."
            )
        );

    private static Result<WantedEntry>.Failure Not(Problem problem) => new(problem);
}

/// <summary>A deposit as it is to be entered.</summary>
/// <param name="Address">In its canonical spelling.</param>
public sealed record WantedEntry(
    Account Account,
    string CustomerId,
    string Address,
    string Network,
    string TransactionId,
    decimal Amount,
    string Currency,
    string Evidence
)
{
    /// <summary>A hash over what is said of the money: two operators may have found it in different ways.</summary>
    public string Fingerprint =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                JsonSerializer.SerializeToUtf8Bytes<string[]>([
                    Account.Id,
                    CustomerId,
                    Address,
                    Network,
                    Amounts.Format(Amount),
                    Currency.ToUpperInvariant(),
                ])
            )
        );
}

/// <summary>POST /ops/deposits.</summary>
public sealed record DepositEntryRequest
{
    /// <summary>The account that has issued the address.</summary>
    public string? Account { get; init; }

    /// <summary>Whose address it is.</summary>
    public string? CustomerId { get; init; }

    public string? Address { get; init; }

    /// <summary>Required where the customer has the address on several networks.</summary>
    public string? Network { get; init; }

    public string? TransactionId { get; init; }

    public string? Amount { get; init; }

    public string? Currency { get; init; }

    /// <summary>How it is known.</summary>
    public string? Evidence { get; init; }
}
