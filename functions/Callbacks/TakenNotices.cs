using Microsoft.Extensions.Caching.Memory;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Callbacks;

/// <summary>
/// What callbacks said about deposits that they completed. Providers repeat callbacks until they are sure of our answer, and for the same content the
/// order need not be read again.
/// <para>
/// This is correct because a notice that was applied changes nothing when it is repeated, whatever came in between: an order's state is a function of
/// the set of its notices. The provider is still asked to confirm a repeated callback, and the order stays unread only if it gives the same answer,
/// too. Only what storage has confirmed is remembered, and only in memory. What is forgotten costs a read.
/// </para>
/// Withdrawals are read each time: one that was sent again may get the same content about another payment. Thread-safe.
/// </summary>
public sealed class TakenNotices : IDisposable
{
    /// <summary>How many deposits are remembered, of about a kilobyte each.</summary>
    internal const int Max = 5_000;

    private static readonly TimeSpan RememberFor = TimeSpan.FromHours(1);

    private readonly MemoryCache _taken = new(new MemoryCacheOptions { SizeLimit = Max });

    /// <summary>The order that a callback with the same content has completed; null if none is remembered.</summary>
    /// <param name="heard">As the callback said it.</param>
    internal TakenNotice? Find(Account account, Notice heard) => MayBe(heard) ? _taken.Get<TakenNotice>(NameOf(account, heard)) : null;

    /// <summary>Remembers a notice that was applied, if it can be recognised again.</summary>
    /// <param name="heard">As the callback said it.</param>
    /// <param name="applied">As it was applied: confirmed by the provider's query, where that is asked.</param>
    /// <param name="order">What storage has confirmed that the order is now.</param>
    internal void Add(Account account, Notice heard, Notice applied, Order order)
    {
        if (MayBe(heard) && applied.Status == NoticeStatus.Completed && order.Status == OrderStatus.Completed)
        {
            _taken.Set(
                NameOf(account, heard),
                new TakenNotice(order, applied.Fingerprint()),
                new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = RememberFor }
            );
        }
    }

    public void Dispose() => _taken.Dispose();

    private static bool MayBe(Notice heard) => heard is { Kind: OrderKind.Deposit, Status: NoticeStatus.Completed };

    private static (string Account, string Heard) NameOf(Account account, Notice heard) => (account.Id, heard.Fingerprint());
}

/// <summary>A notice that has completed its order.</summary>
/// <param name="Order">The order as it was then.</param>
/// <param name="Applied">The fingerprint of the notice as it was applied.</param>
internal sealed record TakenNotice(Order Order, string Applied);
