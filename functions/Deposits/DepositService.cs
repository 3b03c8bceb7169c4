using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Deposits;

/// <summary>
/// Creates deposits with a payment page. The order is stored before the provider is asked, under an id derived from the merchant's reference: however
/// often a request arrives, there is one order and one page.
/// </summary>
public sealed partial class DepositService(
    MerchantDirectory directory,
    IOrderStore store,
    OrderUpdater updater,
    PaymentPages pages,
    TimeProvider clock,
    ILogger<DepositService> logger
)
{
    internal static Problem InProgress { get; } =
        new(409, "in_progress", "Another request with this reference is still being processed. Send it again in a minute.");

    /// <summary>One of the merchant's deposits.</summary>
    public async Task<Result<Order>> FindAsync(Merchant merchant, string id, CancellationToken cancellationToken) =>
        OrderId.IsWellFormed(id, OrderKind.Deposit)
        && await store.ReadAsync(id, cancellationToken) is { } snapshot
        && snapshot.Order.MerchantId == merchant.Id
            ? new Result<Order>.Success(snapshot.Order)
            : new Result<Order>.Failure(Problem.NotFound("deposit"));

    /// <summary>What is wrong with a request in itself; null when nothing is.</summary>
    public Problem? Check(Merchant merchant, DepositRequest request) => PaymentPageCheck.Check(directory, merchant, request).Problem;

    /// <summary>Creates a deposit, or finds the one that the same reference created before.</summary>
    public async Task<Result<Order>> CreateAsync(Merchant merchant, DepositRequest request, CancellationToken cancellationToken)
    {
        var (account, page, problem) = PaymentPageCheck.Check(directory, merchant, request);
        // An existing order is returned whatever has changed in the settings since; an invalid request cannot have created one.
        if (problem is not null)
            return await FindRepeatedAsync(merchant, request, cancellationToken) ?? new Result<Order>.Failure(problem);

        var leaseId = Guid.NewGuid().ToString("N");
        var wanted = Start(account!, request, page!, leaseId);
        var created = await store.TryCreateAsync(new OrderCommit(wanted, null, []), cancellationToken);
        if (created)
            return await AskAsync(account!, wanted, page!, wanted.PaymentPageLease!, created: true);

        var snapshot = await ReadAsync(wanted.Id, cancellationToken);
        var order = snapshot.Order;
        if (!PaymentPageCheck.Repeats(request, order))
        {
            return new Result<Order>.Failure(
                new Problem(409, "reference_conflict", "This reference was used for another deposit. Use a new reference for a new deposit.")
            );
        }
        // The create whose answer was lost left our own lease behind.
        if (order.PaymentPageLease is { } own && own.Id == leaseId)
            return await AskAsync(account!, order, page!, own, created: true);
        return await AnswerAsync(order, cancellationToken)
            ?? await TakeLeaseAsync(account!, snapshot, page! with { Currency = order.Request!.Currency }, leaseId, cancellationToken);
    }

    /// <summary>The deposit that a request repeats which would create none any more; null when there is none, or none that can be answered.</summary>
    private async Task<Result<Order>?> FindRepeatedAsync(Merchant merchant, DepositRequest request, CancellationToken cancellationToken) =>
        Identifiers.IsMerchantText(request.Reference ?? "")
        && await store.ReadAsync(OrderId.OfMerchant(OrderKind.Deposit, merchant.Id, request.Reference!), cancellationToken) is { Order: var order }
        && PaymentPageCheck.Repeats(request, order)
            ? await AnswerAsync(order, cancellationToken)
            : null;

    /// <summary>The deposit, if nothing is to be asked for it any more.</summary>
    private async Task<Result<Order>?> AnswerAsync(Order order, CancellationToken cancellationToken)
    {
        if (order.PaymentUrl is null && order.Status == OrderStatus.AwaitingPayment)
            return null;
        // The request that got the page may have died before it could list the order.
        await pages.ListAsync(order, cancellationToken);
        return new Result<Order>.Success(order);
    }

    private Order Start(Account account, DepositRequest request, PaymentPageRequest page, string leaseId)
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
                ReturnUrl = page.ReturnUrl,
                Metadata = request.Metadata is { Count: > 0 } given ? given : null,
                Amounts = account.Deposits.Amounts == AmountRule.Exact ? null : account.Deposits.Amounts,
                Fingerprint = PaymentPageCheck.Fingerprint(request, page.Amount, page.Currency),
            },
            CustomerId = page.CustomerId,
            Currency = page.Currency,
            Network = page.Network,
            PaymentPageLease = new PaymentPageLease(leaseId, now + directory.Settings.PaymentPageLease),
            PayBy = payBy,
            NextAction = directory.Settings.Deposits.Next(payBy, 0, timeIsOver: false, now),
            CreatedAt = now,
            UpdatedAt = now,
        };
    }

    private async Task<Result<Order>> TakeLeaseAsync(
        Account account,
        OrderSnapshot snapshot,
        PaymentPageRequest page,
        string leaseId,
        CancellationToken cancellationToken
    )
    {
        var now = clock.GetUtcNow();
        if (snapshot.Order.PaymentPageLease is { } other && other.Until > now)
            return new Result<Order>.Failure(InProgress);

        var mine = snapshot.Order with { PaymentPageLease = new PaymentPageLease(leaseId, now + directory.Settings.PaymentPageLease) };
        if (
            !await store.TryUpdateAsync(snapshot, new OrderCommit(mine, null, []), cancellationToken)
            && (await store.ReadAsync(mine.Id, cancellationToken))?.Order.PaymentPageLease?.Id != leaseId
        )
        {
            return new Result<Order>.Failure(InProgress);
        }

        return await AskAsync(account, mine, page, mine.PaymentPageLease, created: false);
    }

    private async Task<Result<Order>> AskAsync(Account account, Order order, PaymentPageRequest page, PaymentPageLease own, bool created)
    {
        // A merchant that hangs up ends nothing here: the page that the provider is making would be lost, and asking again may be refused.
        var (leaseId, cancellationToken) = (own.Id, CancellationToken.None);
        switch (await MakeAsync(account, page, own))
        {
            case ProviderResult<PaymentPage>.Good good:
                return await pages.KeepAsync(account, order.Id, good.Value, leaseId, cancellationToken) switch
                {
                    null => new Result<Order>.Failure(
                        new Problem(
                            502,
                            "provider_unavailable",
                            "The provider made a page with an address that is already in use, or that nobody can pay to. It was not handed out; ask your operator."
                        )
                    ),
                    // The lease was over before the page arrived, and another request has taken it, or has failed the order.
                    { PaymentUrl: null, Status: OrderStatus.AwaitingPayment } => new Result<Order>.Failure(InProgress),
                    { PaymentUrl: null } ended => new Result<Order>.Success(ended),
                    var kept => new Result<Order>.Success(kept, created),
                };

            case ProviderResult<PaymentPage>.Refused refused:
                var failed = new Notice
                {
                    Kind = OrderKind.Deposit,
                    Status = NoticeStatus.Failed,
                    OrderId = order.Id,
                    Failure = new Failure(refused.Code, refused.Message),
                };
                var snapshot = await ReadAsync(order.Id, cancellationToken);
                // A request that lost the lease may be refused because another one got the page, and must not fail a payment that may arrive.
                if (snapshot.Order.PaymentUrl is not null)
                    return new Result<Order>.Success(snapshot.Order);
                if (snapshot.Order.PaymentPageLease?.Id != leaseId)
                    return new Result<Order>.Failure(InProgress);
                await updater.ApplyAsync(
                    snapshot,
                    failed,
                    new ChangeOrigin($"page/{leaseId}", IsRetry: false, IsUnattended: true),
                    cancellationToken
                );
                Log.Refused(logger, account.Id, order.Id, refused.Code);
                return new Result<Order>.Failure(Problem.ProviderRefused(refused.Code, refused.Message));

            case ProviderResult<PaymentPage>.Unavailable unavailable:
                Log.Unavailable(logger, account.Id, order.Id, unavailable.Reason);
                await EndLeaseAsync(order.Id, leaseId, cancellationToken);
                return new Result<Order>.Failure(Problem.ProviderUnavailable);

            default:
                throw new InvalidOperationException("A payment page came to something that no payment page comes to.");
        }
    }

    /// <summary>Has the provider make the page, in the time that the turn leaves for all that is needed for it.</summary>
    private async Task<ProviderResult<PaymentPage>> MakeAsync(Account account, PaymentPageRequest page, PaymentPageLease leaseId)
    {
        var left = leaseId.Until - clock.GetUtcNow();
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
            await EndLeaseAsync(page.OrderId, leaseId.Id, CancellationToken.None);
            throw;
        }
    }

    private async Task<OrderSnapshot> ReadAsync(string orderId, CancellationToken cancellationToken) =>
        await store.ReadAsync(orderId, cancellationToken) ?? throw new InvalidOperationException($"Order {orderId} has vanished.");

    /// <summary>Lets the same reference try again at once.</summary>
    private async Task EndLeaseAsync(string orderId, string leaseId, CancellationToken cancellationToken)
    {
        var snapshot = await ReadAsync(orderId, cancellationToken);
        if (snapshot.Order.PaymentPageLease?.Id == leaseId)
            await store.TryUpdateAsync(snapshot, new OrderCommit(snapshot.Order with { PaymentPageLease = null }, null, []), cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Account {Account}: the provider refused a payment page for {Order} with code {Code}.")]
        public static partial void Refused(ILogger logger, string account, string order, string code);

        [LoggerMessage(2, LogLevel.Warning, "Account {Account}: no payment page for {Order}: {Reason}. The same reference asks again.")]
        public static partial void Unavailable(ILogger logger, string account, string order, string reason);
    }
}
