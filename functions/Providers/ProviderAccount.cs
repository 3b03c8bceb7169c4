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

    /// <summary>The names, in lower case, of the request headers that have to be kept with a callback.</summary>
    public virtual IReadOnlyList<string> CallbackHeaders => [];

    /// <summary>Whether callbacks about addresses are held against our book of issued addresses.</summary>
    public virtual bool IssuesAddresses => false;

    /// <summary>Whether <see cref="CreatePaymentPageAsync"/> works.</summary>
    public virtual bool MakesPaymentPages => false;

    /// <summary>The currency of a payment page whose request names none; null when it must be named.</summary>
    public virtual string? DefaultCurrency => null;

    /// <summary>What the provider calls its own orders of that kind, as it stands in order ids: recharge, payment or withdrawal.</summary>
    public virtual string Origin(OrderKind kind) => kind == OrderKind.Deposit ? "recharge" : "withdrawal";

    /// <summary>Whether <see cref="AskAsync"/> works for orders of that kind.</summary>
    public virtual bool AnswersQueries(OrderKind kind) => false;

    /// <summary>Looks at a callback's shape only; cheap, no I/O.</summary>
    public abstract CallbackShape CheckShape(Callback callback);

    /// <summary>Verifies a callback over its raw bytes and, only then, translates it.</summary>
    public abstract Task<CallbackReading> ReadAsync(Callback callback, CancellationToken cancellationToken);

    /// <summary>Asks the provider about the order that a notice is about.</summary>
    /// <returns>What it says now, <see cref="ProviderResult{T}.Absent"/> when it has no such order.</returns>
    public virtual Task<ProviderResult<Notice>> AskAsync(Notice about, CancellationToken cancellationToken) =>
        throw new NotSupportedException("This provider answers no queries.");

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
}
