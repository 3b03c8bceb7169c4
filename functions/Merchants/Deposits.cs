using Microsoft.Extensions.Logging;
using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Merchants;

/// <summary>
/// Creates deposits with a payment page. The order is stored before the provider is asked, under an id made from the merchant's
/// reference, so that however often a request comes, there is one order and one page.
/// </summary>
public sealed partial class Deposits(
    MerchantDirectory directory, IOrderStore store, OrderLedger ledger, PaymentPages pages, TimeProvider clock, ILogger<Deposits> logger)
{
    private static Problem InProgress { get; } =
        new(409, "in_progress", "Another request with this reference is being worked on. Send it again in a minute.");

    /// <summary>One of the merchant's deposits.</summary>
    public async Task<Answer<Order>> FindAsync(Merchant merchant, string id, CancellationToken cancellationToken) =>
        OrderId.IsWellFormed(id, OrderKind.Deposit) && await store.ReadAsync(id, cancellationToken) is { } file && file.Order.MerchantId == merchant.Id
            ? new Answer<Order>.Done(file.Order)
            : new Answer<Order>.Not(Problem.NotFound("deposit"));

    /// <summary>What is wrong with a request in itself; null when nothing is.</summary>
    public Problem? Check(Merchant merchant, DepositRequest request) => PaymentPageCheck.Check(directory, merchant, request).Problem;

    /// <summary>Creates a deposit, or finds the one that the same reference created before.</summary>
    public async Task<Answer<Order>> CreateAsync(Merchant merchant, DepositRequest request, CancellationToken cancellationToken)
    {
        var (account, page, problem) = PaymentPageCheck.Check(directory, merchant, request);
        // What exists is answered whatever was changed in the settings since; what is wrong in itself created nothing.
        if (problem is not null)
            return await FindRepeatedAsync(merchant, request, cancellationToken) ?? new Answer<Order>.Not(problem);

        var turn = Guid.NewGuid().ToString("N");
        var wanted = Start(account!, request, page!, turn);
        var created = await store.TryCreateAsync(new OrderCommit(wanted, null, []), cancellationToken);
        if (created)
            return await AskAsync(account!, wanted, page!, wanted.PageTurn!, created: true);

        var file = await ReadAsync(wanted.Id, cancellationToken);
        var order = file.Order;
        if (!PaymentPageCheck.Repeats(request, order))
            return new Answer<Order>.Not(new Problem(409, "reference_conflict", "This reference was used for another deposit. Use a new one for a new deposit."));
        // The create whose answer was lost left our own turn behind.
        if (order.PageTurn is { } own && own.Id == turn)
            return await AskAsync(account!, order, page!, own, created: true);
        return await AnswerAsync(order, cancellationToken)
            ?? await TakeTurnAsync(account!, file, page! with { Currency = order.Request!.Currency }, turn, cancellationToken);
    }

    /// <summary>The deposit that a request repeats which would create none any more; null when there is none, or none that can be answered.</summary>
    private async Task<Answer<Order>?> FindRepeatedAsync(Merchant merchant, DepositRequest request, CancellationToken cancellationToken) =>
        Names.IsMerchantText(request.Reference ?? "")
            && await store.ReadAsync(OrderId.OfMerchant(OrderKind.Deposit, merchant.Id, request.Reference!), cancellationToken) is { Order: var order }
            && PaymentPageCheck.Repeats(request, order)
            ? await AnswerAsync(order, cancellationToken)
            : null;

    /// <summary>The deposit, if nothing is to be asked for it any more.</summary>
    private async Task<Answer<Order>?> AnswerAsync(Order order, CancellationToken cancellationToken)
    {
        if (order.PaymentUrl is null && order.Status == OrderStatus.AwaitingPayment)
            return null;
        // The request that got the page may have died before it could list the order.
        await pages.ListAsync(order, cancellationToken);
        return new Answer<Order>.Done(order);
    }

    private Order Start(Account account, DepositRequest request, PaymentPageRequest page, string turn)
    {
        var now = clock.GetUtcNow();
        var payBy = now + account.Deposits.PageLifetime;
        return new Order
        {
            Id = page.OrderId,
            Kind = OrderKind.Deposit,
            MerchantId = account.MerchantId,
            AccountId = account.Id,
            Provider = account.ProviderName,
            Status = OrderStatus.AwaitingPayment,
            Request = new OrderRequest
            {
                Reference = request.Reference!,
                Amount = page.Amount,
                Currency = page.Currency,
                Network = page.Network,
                Amounts = account.Deposits.Amounts == AmountRule.Exact ? null : account.Deposits.Amounts,
                Fingerprint = PaymentPageCheck.Fingerprint(request, page.Amount, page.Currency),
            },
            CustomerId = page.CustomerId,
            Currency = page.Currency,
            Network = page.Network,
            PageTurn = new PageTurn(turn, now + directory.Settings.PageTurn),
            PayBy = payBy,
            Work = directory.Settings.Deposits.Next(payBy, 0, timeIsOver: false, now),
            CreatedAt = now,
            UpdatedAt = now,
        };
    }

    private async Task<Answer<Order>> TakeTurnAsync(Account account, OrderFile file, PaymentPageRequest page, string turn, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (file.Order.PageTurn is { } other && other.Until > now)
            return new Answer<Order>.Not(InProgress);

        var mine = file.Order with { PageTurn = new PageTurn(turn, now + directory.Settings.PageTurn) };
        if (!await store.TryUpdateAsync(file, new OrderCommit(mine, null, []), cancellationToken)
            && (await store.ReadAsync(mine.Id, cancellationToken))?.Order.PageTurn?.Id != turn)
            return new Answer<Order>.Not(InProgress);
        return await AskAsync(account, mine, page, mine.PageTurn, created: false);
    }

    private async Task<Answer<Order>> AskAsync(Account account, Order order, PaymentPageRequest page, PageTurn own, bool created)
    {
        // A merchant that hangs up ends nothing here: the page that the provider is making would be lost, and asking again may be refused.
        var (turn, cancellationToken) = (own.Id, CancellationToken.None);
        switch (await MakeAsync(account, page, own))
        {
            case ProviderResult<PaymentPage>.Good good:
                return await pages.KeepAsync(account, order.Id, good.Value, turn, cancellationToken) switch
                {
                    null => new Answer<Order>.Not(new Problem(502, "provider_unavailable", "The provider made a page with an address that is in use already, or that nobody can pay to. Nothing was handed out; ask the operator.")),
                    // The turn was over before the page came, and somebody else has taken it, or has failed the order.
                    { PaymentUrl: null, Status: OrderStatus.AwaitingPayment } => new Answer<Order>.Not(InProgress),
                    { PaymentUrl: null } ended => new Answer<Order>.Done(ended),
                    var kept => new Answer<Order>.Done(kept, created),
                };

            case ProviderResult<PaymentPage>.Refused refused:
                var failed = new Notice { Kind = OrderKind.Deposit, Status = NoticeStatus.Failed, OrderId = order.Id, Failure = new Failure(refused.Code, refused.Message) };
                var file = await ReadAsync(order.Id, cancellationToken);
                // Whoever lost the turn may be refused because somebody else got the page, and must not fail a payment that may come.
                if (file.Order.PaymentUrl is not null)
                    return new Answer<Order>.Done(file.Order);
                if (file.Order.PageTurn?.Id != turn)
                    return new Answer<Order>.Not(InProgress);
                await ledger.ApplyAsync(file, failed, new Trace($"page/{turn}", Again: false, Alone: true), cancellationToken);
                Log.Refused(logger, account.Id, order.Id, refused.Code);
                return new Answer<Order>.Not(Problem.ProviderRefused(refused.Code, refused.Message));

            case ProviderResult<PaymentPage>.Unavailable unavailable:
                Log.Unavailable(logger, account.Id, order.Id, unavailable.Reason);
                await EndTurnAsync(order.Id, turn, cancellationToken);
                return new Answer<Order>.Not(Problem.ProviderUnavailable);

            default:
                throw new InvalidOperationException("A payment page came to something that no payment page comes to.");
        }
    }

    /// <summary>Has the provider make the page, in the time that the turn leaves for all that is needed for it.</summary>
    private async Task<ProviderResult<PaymentPage>> MakeAsync(Account account, PaymentPageRequest page, PageTurn turn)
    {
        var left = turn.Until - clock.GetUtcNow();
        if (left <= TimeSpan.Zero)
            return new ProviderResult<PaymentPage>.Unavailable("the turn was over before it began");
        using var time = new CancellationTokenSource(left, clock);
        try
        {
            return await account.Provider.CreatePaymentPageAsync(page, time.Token);
        }
        catch (OperationCanceledException) when (time.IsCancellationRequested)
        {
            return new ProviderResult<PaymentPage>.Unavailable("no page before the turn was over");
        }
        catch
        {
            // Whatever it was, the same reference may try again at once.
            await EndTurnAsync(page.OrderId, turn.Id, CancellationToken.None);
            throw;
        }
    }

    private async Task<OrderFile> ReadAsync(string orderId, CancellationToken cancellationToken) =>
        await store.ReadAsync(orderId, cancellationToken) ?? throw new InvalidOperationException($"Order {orderId} has vanished.");

    /// <summary>Lets the same reference try again at once.</summary>
    private async Task EndTurnAsync(string orderId, string turn, CancellationToken cancellationToken)
    {
        var file = await ReadAsync(orderId, cancellationToken);
        if (file.Order.PageTurn?.Id == turn)
            await store.TryUpdateAsync(file, new OrderCommit(file.Order with { PageTurn = null }, null, []), cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Account {Account}: the provider refused a payment page for {Order} with code {Code}.")]
        public static partial void Refused(ILogger logger, string account, string order, string code);

        [LoggerMessage(2, LogLevel.Warning, "Account {Account}: no payment page for {Order}: {Reason}. The same reference asks again.")]
        public static partial void Unavailable(ILogger logger, string account, string order, string reason);
    }
}
