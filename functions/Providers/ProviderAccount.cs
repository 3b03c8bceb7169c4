using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PaymentHub.Money;
using PaymentHub.Orders;

namespace PaymentHub.Providers;

/// <summary>
/// One merchant's account at one provider: everything the rest of the code asks of a provider. Thread-safe; lives as long
/// as the app. A provider overrides what it can do; the rest says that it can't.
/// </summary>
public abstract class ProviderAccount
{
    /// <summary>What the provider takes as "received".</summary>
    public abstract Acknowledgement Acknowledgement { get; }

    /// <summary>
    /// Names the account as the provider knows it, whatever it is called here: <see cref="ProviderIdentity.Of"/>. Two accounts of ours
    /// with one identity would both be credited with the same money.
    /// </summary>
    public abstract string Identity { get; }

    /// <summary>The host of the provider's API, with its port: what accounts share that are away together.</summary>
    public virtual string Host => "";

    /// <summary>The names, in lower case, of the request headers that have to be kept with a callback.</summary>
    public virtual IReadOnlyList<string> CallbackHeaders => [];

    /// <summary>Whether callbacks about addresses are held against our book of issued addresses.</summary>
    public virtual bool IssuesAddresses => false;

    /// <summary>Whether <see cref="CreatePaymentPageAsync"/> works.</summary>
    public virtual bool MakesPaymentPages => false;

    /// <summary>The longest that making a payment page can take, everything that it needs first included.</summary>
    public virtual TimeSpan LongestPage => TimeSpan.Zero;

    /// <summary>The longest that a withdrawal can be on its way to the provider and back.</summary>
    public virtual TimeSpan LongestSend => TimeSpan.Zero;

    /// <summary>The currency of a payment page whose request names none; null when it must be named.</summary>
    public virtual string? DefaultCurrency => null;

    /// <summary>The currencies and networks that the account moves, as far as the provider tells.</summary>
    public virtual Task<ProviderResult<IReadOnlyList<AccountCurrency>>> CurrenciesAsync(CancellationToken cancellationToken) =>
        Task.FromResult<ProviderResult<IReadOnlyList<AccountCurrency>>>(new ProviderResult<IReadOnlyList<AccountCurrency>>.Absent());

    /// <summary>A currency as the provider spells it; as it was written where the provider's own list does not tell.</summary>
    public async Task<string> SpellAsync(string currency, string network, CancellationToken cancellationToken) =>
        await CurrenciesAsync(cancellationToken) is ProviderResult<IReadOnlyList<AccountCurrency>>.Good { Value: var known }
            ? known.FirstOrDefault(one => one.Network == network && one.Symbol.Equals(currency, StringComparison.OrdinalIgnoreCase))?.Symbol
                ?? currency
            : currency;

    /// <summary>What is wrong with an amount of a currency, as a sentence; null
    /// when nothing is, or when the provider's own list does not tell.</summary>
    public async Task<string?> FindAmountMistakeAsync(decimal amount, string? currency, string? network, CancellationToken cancellationToken) =>
        await CurrenciesAsync(cancellationToken) is ProviderResult<IReadOnlyList<AccountCurrency>>.Good { Value: var known }
            ? known
                .FirstOrDefault(one => one.Network == network && one.Symbol.Equals(currency, StringComparison.OrdinalIgnoreCase))
                ?.FindMistake(amount)
            : null;

    /// <summary>What the provider calls its own orders of that kind, as it stands in order ids: recharge, payment or withdrawal.</summary>
    public virtual string Origin(OrderKind kind) => kind == OrderKind.Deposit ? "recharge" : "withdrawal";

    /// <summary>Whether <see cref="AskAsync"/> works for orders of that kind.</summary>
    public virtual bool AnswersQueries(OrderKind kind) => false;

    /// <summary>Whether it also says <see cref="NoticeStatus.Pending"/> of an order that nobody has paid yet.</summary>
    public virtual bool PendingMayBeUnpaid(OrderKind kind) => false;

    /// <summary>
    /// No more of a notice than it proves. Where "pending" is also said of a page that nobody has paid, it proves no payment, whether
    /// a callback or a query says it: else such a page would never expire.
    /// </summary>
    public Notice AsProof(Notice said) =>
        said.Status == NoticeStatus.Pending && PendingMayBeUnpaid(said.Kind) ? said with { Status = NoticeStatus.Awaiting, Amount = null } : said;

    /// <summary>Looks at a callback's shape only; cheap, no I/O.</summary>
    public abstract CallbackShape CheckShape(Callback callback);

    /// <summary>Whether somebody who has the account's secret signed a callback of the right shape; cheap, no I/O, and no verdict yet.</summary>
    public virtual bool IsSigned(Callback callback) => true;

    /// <summary>Verifies a callback over its raw bytes and, only then, translates it.</summary>
    public abstract Task<CallbackResult> ReadAsync(Callback callback, CancellationToken cancellationToken);

    /// <summary>Asks the provider how an order is.</summary>
    /// <param name="about">Our id for an order that we made (a withdrawal, a payment page), otherwise the provider's.</param>
    /// <returns>What it says now, <see cref="ProviderResult{T}.Absent"/> when it has no such order.</returns>
    public virtual Task<ProviderResult<Notice>> AskAsync(OrderReference about, CancellationToken cancellationToken) =>
        throw new NotSupportedException("This provider answers no queries.");

    /// <summary>The networks on which a customer may have addresses by now, where more of them
    /// may be opened; none where that never changes, or cannot be told.</summary>
    public virtual Task<IReadOnlyList<string>> NetworksAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);

    /// <summary>The customer's deposit addresses, made when there are none yet. Repeating it is harmless.</summary>
    public virtual Task<ProviderResult<IReadOnlyList<DepositAddress>>> IssueAddressesAsync(string customerId, CancellationToken cancellationToken) =>
        throw new NotSupportedException("This provider issues no addresses.");

    /// <summary>
    /// Why a request for a payment page cannot be sent, a sentence for each field, by the field's name on our API; empty when it can.
    /// </summary>
    public virtual IReadOnlyDictionary<string, string> CheckPaymentPage(PaymentPageRequest request) => new Dictionary<string, string>();

    /// <summary>Makes a page on which the payer pays. Whether repeating the same order id is refused is the provider's choice.</summary>
    public virtual Task<ProviderResult<PaymentPage>> CreatePaymentPageAsync(PaymentPageRequest request, CancellationToken cancellationToken) =>
        throw new NotSupportedException("This provider makes no payment pages.");

    /// <summary>Whether <see cref="SubmitWithdrawalAsync"/> works.</summary>
    public virtual bool PaysWithdrawals => false;

    /// <summary>Looks at a withdrawal before it is stored or sent: amount, currency, network, address and details.</summary>
    /// <returns>
    /// What is wrong with it, a sentence for each field, by the field's name on our API; empty when nothing is.
    /// <see cref="ProviderResult{T}.Unavailable"/> when the provider's own lists are needed and cannot be read.
    /// </returns>
    public virtual Task<ProviderResult<IReadOnlyDictionary<string, string>>> CheckWithdrawalAsync(
        WithdrawalRequest request,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException("This provider pays no withdrawals.");

    /// <summary>Sends a withdrawal once. Never throws for what the network or the
    /// provider does: everything is a <see cref="SubmissionResult"/>.</summary>
    /// <remarks>
    /// A refusal is definite for this one request only: of an earlier one with the same id it says nothing. Whoever cancels after the request has
    /// begun does not know the outcome; before that, nothing has left and the answer is <see cref="SubmissionResult.NotNow"/>.
    /// </remarks>
    public virtual Task<SubmissionResult> SubmitWithdrawalAsync(WithdrawalRequest request, CancellationToken cancellationToken) =>
        throw new NotSupportedException("This provider pays no withdrawals.");

    /// <summary>Whether <see cref="RenotifyAsync"/> works for orders of that kind.</summary>
    public virtual bool Renotifies(OrderKind kind) => false;

    /// <summary>Asks the provider to send the callback of an order again.</summary>
    /// <param name="about">The order as in <see cref="AskAsync"/>; with both ids when both are known.</param>
    public virtual Task<ProviderResult<bool>> RenotifyAsync(OrderReference about, CancellationToken cancellationToken) =>
        throw new NotSupportedException("This provider repeats no callbacks.");

    /// <summary>Whether <see cref="ListAsync"/> works for orders of that kind.</summary>
    public virtual bool Lists(OrderKind kind) => false;

    /// <summary>One page of the provider's orders of a kind that began in a range of time.</summary>
    /// <param name="from">Inclusive.</param>
    /// <param name="to">Inclusive where the provider's list is.</param>
    /// <param name="page">The first is 1.</param>
    public virtual Task<ProviderResult<NoticePage>> ListAsync(
        OrderKind kind,
        DateTimeOffset from,
        DateTimeOffset to,
        int page,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException("This provider has no lists.");
}

/// <summary>A deposit address that belongs to one customer.</summary>
/// <param name="Network">The network's name, for instance tron.</param>
/// <param name="Address">The address as the provider spells it.</param>
public sealed record DepositAddress(string Network, string Address);

/// <summary>A currency that an account moves.</summary>
/// <param name="Symbol">For instance USDT.</param>
/// <param name="Network">Our name of its network; null when the currency has none.</param>
/// <param name="Decimals">How many it has; of several under one symbol the most.</param>
public sealed record AccountCurrency(string Symbol, string? Network, int Decimals)
{
    /// <summary>What is wrong with an amount of it, as a sentence; null when nothing is.</summary>
    public string? FindMistake(decimal amount) =>
        Amounts.Decimals(amount) <= Decimals ? null
        : Network is null ? $"{Symbol} has {Decimals} decimals."
        : $"{Symbol} on {Network} has {Decimals} decimals.";
}

/// <summary>How an account at a provider is told from all others there.</summary>
internal static class ProviderIdentity
{
    /// <summary>
    /// The first 128 bits, in hex, of SHA-256 over the provider, its host and what it knows the account by: what an account goes by may be a
    /// secret, and this is kept and shown. Neither scheme nor path make another account of it.
    /// </summary>
    /// <param name="provider">The provider's name.</param>
    /// <param name="baseUrl">The provider's address.</param>
    /// <param name="account">What the provider knows the account by.</param>
    public static string Of(string provider, Uri baseUrl, string account)
    {
        string[] all =
        [
            provider,
            baseUrl.IdnHost.TrimEnd('.'),
            baseUrl.IsDefaultPort ? "" : baseUrl.Port.ToString(CultureInfo.InvariantCulture),
            account,
        ];
        var text = string.Concat(all.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Length}:{part}")));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }
}
