using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Money;
using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Deposits;

/// <summary>Keeps the page that a provider has made for an order, with what belongs to it.</summary>
public sealed partial class PaymentPages(
    IOrderStore store,
    IAddressBook book,
    IFollowUps followUps,
    PayerPageTokens tokens,
    TimeProvider clock,
    ILogger<PaymentPages> logger
)
{
    /// <summary>Keeps an order's page. Repeating it finds the one that is kept.</summary>
    /// <returns>
    /// The order with its page; without one when the turn has gone to somebody else meanwhile, or the order has ended; null when nobody
    /// is to pay to the page's address: it is somebody else's already, or is none.
    /// </returns>
    public async Task<Order?> KeepAsync(Account account, string orderId, PaymentPage page, string leaseId, CancellationToken cancellationToken)
    {
        var entered = false;
        while (true)
        {
            var snapshot = await store.ReadAsync(orderId, cancellationToken) ?? throw new InvalidOperationException($"Order {orderId} has vanished.");
            if (snapshot.Order.PaymentUrl is not null)
            {
                // Kept by this very write, when its answer was lost, or by another request.
                await followUps.IndexAsync(snapshot.Order, cancellationToken);
                return snapshot.Order;
            }

            // Whoever has the turn now has asked for another page, or has heard that there
            // is none to be had; and nobody is to pay what was cancelled.
            if (
                snapshot.Order.Status is OrderStatus.Failed or OrderStatus.Expired
                || (snapshot.Order.PaymentPageLease is { } other && other.Id != leaseId)
            )
            {
                return snapshot.Order;
            }

            if (page is { Address: { } given, Network: { } on } && AddressFormat.FindMistake(on, given) is { } mistake)
            {
                Log.CannotBePaidTo(logger, account.Id, orderId, on, mistake);
                return null;
            }

            // Before anybody can pay: a transfer to it must find its order.
            if (
                !entered
                && page is { Address: { } address, Network: { } network }
                && !await book.EnterPaymentAsync(
                    account,
                    snapshot.Order.CustomerId!,
                    new DepositAddress(network, address),
                    orderId,
                    cancellationToken
                )
            )
            {
                Log.BelongsToAnother(logger, account.Id, orderId);
                return null;
            }

            entered = true;
            var now = clock.GetUtcNow();
            var order = WithPage(snapshot.Order, page) with
            {
                PageUrl = tokens.Url(new PayerSubject.OfOrder(orderId)),
                PayBy = now + account.Deposits.PageLifetime,
                UpdatedAt = now,
            };
            var change = new OrderChange
            {
                At = now,
                Source = $"page/{leaseId}",
                From = order.Status,
                To = order.Status,
            };
            // A lost race is a callback that came in between, or this very write: the reload tells.
            if (!await store.TryUpdateAsync(snapshot, new OrderCommit(order, null, [], change, IndexOwedAt: now), cancellationToken))
                continue;
            await followUps.WakeActionAsync(order, cancellationToken);
            await followUps.IndexAsync(order, cancellationToken);
            await followUps.IndexedAsync(order.Id, now, cancellationToken);
            return order;
        }
    }

    /// <summary>Lists an order again whose request may have died before it could.</summary>
    public Task ListAsync(Order order, CancellationToken cancellationToken) => followUps.IndexAsync(order, cancellationToken);

    private static Order WithPage(Order order, PaymentPage page) =>
        order with
        {
            PaymentUrl = page.Url,
            ProviderOrderId = order.ProviderOrderId ?? page.ProviderOrderId,
            Address = order.Address ?? page.Address,
            Network = order.Network ?? page.Network,
            Currency = page.Currency ?? order.Currency,
            PaymentPageLease = null,
        };

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Error,
            "Account {Account}: the provider made a page for {Order} with an address that already belongs to somebody else; it was not handed out."
        )]
        public static partial void BelongsToAnother(ILogger logger, string account, string order);

        [LoggerMessage(
            2,
            LogLevel.Error,
            "Account {Account}: the provider made a page for {Order} with an address on {Network} that nobody can pay to; it was not handed out. {Mistake}"
        )]
        public static partial void CannotBePaidTo(ILogger logger, string account, string order, string network, string mistake);
    }
}
