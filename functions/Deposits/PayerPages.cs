using PaymentHub.Merchants;
using PaymentHub.Money;
using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Deposits;

/// <summary>
/// What payers' pages show. The page of an order shows that order. An address receives one payment after another, and its page shows the newest: one
/// that is on its way, or that ended a short while ago, or since a time that the page names.
/// </summary>
public sealed class PayerPages(MerchantDirectory directory, IOrderStore orders, IAddressBook book, RecentDepositIndex recent, TimeProvider clock)
{
    /// <summary>How long after a payment has ended the page of its address tells of it, unless it is asked for what came since.</summary>
    internal static readonly TimeSpan ToldFor = TimeSpan.FromMinutes(30);

    /// <summary>How long a payment is on its way at most for the page of its address to tell of it.</summary>
    internal static readonly TimeSpan LongestWay = TimeSpan.FromDays(1);

    // The page says less without it, and comes all the same.
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(2);

    /// <summary>What the page shows now; null when what it is about is not there any more.</summary>
    /// <param name="since">Of an address: only what came since then, whatever became of it.</param>
    public Task<PayerPage?> FindAsync(PayerSubject subject, DateTimeOffset? since, CancellationToken cancellationToken) =>
        subject.Match(
            async order => await DepositAsync(order, cancellationToken) is { } deposit ? Of(deposit) : null,
            address => FindAsync(address, since, cancellationToken)
        );

    /// <summary>What can be sent to the page's address, by its symbols; empty when that cannot be told at once.</summary>
    public async Task<IReadOnlyList<string>> CurrenciesAsync(PayerSubject subject, CancellationToken cancellationToken)
    {
        if (subject is not PayerSubject.OfAddress address || directory.FindAccount(address.Account) is not { } account)
            return [];
        try
        {
            return
                await account.Provider.CurrenciesAsync(cancellationToken).WaitAsync(LongestLook, clock, cancellationToken)
                    is ProviderResult<IReadOnlyList<AccountCurrency>>.Good known
                ? [.. known.Value.Where(currency => currency.Network == address.Network).Select(currency => currency.Symbol).Distinct()]
                : [];
        }
        catch (TimeoutException)
        {
            return [];
        }
    }

    /// <summary>What the page's code holds; null when there is nothing to hold.</summary>
    public Task<string?> FindCodeAsync(PayerSubject subject, CancellationToken cancellationToken) =>
        subject.Match(
            async order => await DepositAsync(order, cancellationToken) is { } deposit ? Of(deposit).Code : null,
            async address => (await IssuedAsync(address, cancellationToken))?.Address
        );

    private async Task<Order?> DepositAsync(PayerSubject.OfOrder subject, CancellationToken cancellationToken) =>
        await orders.ReadAsync(subject.Id, cancellationToken) is { Order: { Kind: OrderKind.Deposit } order } ? order : null;

    private PayerPage Of(Order order)
    {
        var now = clock.GetUtcNow();
        var state = PayerStates.Of(order, now);
        return new PayerPage
        {
            Look = directory.FindMerchant(order.MerchantId)?.Page ?? PageLook.Plain,
            State = state,
            At = now,
            Address = order.Address,
            Network = order.Network,
            Currencies = order.Currency is { } currency ? [currency] : [],
            PaymentUrl = order.PaymentUrl,
            Expected = order.Request?.Amount,
            Received = state == PayerState.PartlyPaid ? order.ReceivedInPart : order.Amount,
            PayBy = order.PayBy,
            ReturnUrl = order.Request?.ReturnUrl is { } url && IsSafe(url) ? url : null,
            Version = order.Version,
        };
    }

    private async Task<PayerPage?> FindAsync(PayerSubject.OfAddress subject, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        if (directory.FindAccount(subject.Account) is not { } account || await IssuedAsync(subject, cancellationToken) is not { } issued)
            return null;
        var now = clock.GetUtcNow();
        var from = since is { } asked && asked > now - LongestWay ? asked : now - LongestWay;
        var order = (await recent.ListAsync(account, subject.Customer, from, cancellationToken)).FirstOrDefault(order =>
            IsAt(order, issued) && (since is not null || order.UpdatedAt > now - ToldFor || order.Status == OrderStatus.Pending)
        );
        return new PayerPage
        {
            Look = directory.FindMerchant(account.MerchantId)?.Page ?? PageLook.Plain,
            State = order is null ? PayerState.Waiting : PayerStates.Of(order, now),
            At = now,
            Address = issued.Address,
            Network = issued.Network,
            Currencies = order?.Currency is { } currency ? [currency] : [],
            Received = order?.Amount,
            LatestAt = order?.CreatedAt,
            Version = order?.Version ?? 0,
        };
    }

    private async Task<DepositAddress?> IssuedAsync(PayerSubject.OfAddress subject, CancellationToken cancellationToken) =>
        directory.FindAccount(subject.Account) is { } account
            ? (await book.FindAsync(account, subject.Customer, cancellationToken))?.FirstOrDefault(address => address.Network == subject.Network)
            : null;

    private static bool IsAt(Order order, DepositAddress issued) =>
        order.Address is { } address ? AddressFormat.Canonical(address) == AddressFormat.Canonical(issued.Address) : order.Network == issued.Network;

    /// <summary>The merchant's text becomes a link only when it leads to a page, and over nothing that others can read.</summary>
    private static bool IsSafe(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));
}
