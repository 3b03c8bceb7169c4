using Microsoft.Extensions.Logging;
using PaymentHub.Callbacks;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Reconciliation;

/// <summary>Asks a provider about one order because its merchant wants to know now, or has it call back again.</summary>
public sealed partial class Inquiries(MerchantDirectory directory, OrderLedger ledger, NoticeIntake intake, ILogger<Inquiries> logger)
{
    /// <summary>Asks the provider, applies what it says, and finds the order as it is then.</summary>
    public async Task<Answer<Order>> RefreshAsync(Merchant merchant, OrderKind kind, string id, CancellationToken cancellationToken)
    {
        if (await FindAsync(merchant, kind, id, cancellationToken) is not { } file)
            return NotFound(kind);
        if (directory.FindAccount(file.Order.AccountId) is not { } account || !account.Provider.AnswersQueries(kind))
            return NotSupported("This account's provider answers no queries: what it has not told us, it will not tell.");

        switch (await account.Provider.AskAsync(Question.About(file.Order), cancellationToken))
        {
            case ProviderResult<Notice>.Good { Value: var answer }:
                var notice = Question.Heard(account, file.Order, answer);
                var target = new NoticeTarget(file.Order, file);
                // Nobody repeats a request that was cut off, so what it changes promises its lists itself.
                var trace = new Trace($"refresh/{Guid.NewGuid():N}", Again: false, Alone: true);
                return new Answer<Order>.Done((await intake.ApplyAsync(account, target, notice, trace, cancellationToken)).Order);
            case ProviderResult<Notice>.Absent:
                return new Answer<Order>.Done(file.Order);
            case ProviderResult<Notice>.Refused refused:
                return new Answer<Order>.Not(Problem.ProviderRefused(refused.Code, refused.Message));
            case ProviderResult<Notice>.Unavailable unavailable:
                return Unavailable(account, id, unavailable.Reason);
            default:
                throw new InvalidOperationException("A query came to something that no query comes to.");
        }
    }

    /// <summary>Has the provider send its callback about the order again.</summary>
    public async Task<Answer<Order>> NotifyAsync(Merchant merchant, OrderKind kind, string id, CancellationToken cancellationToken)
    {
        if (await FindAsync(merchant, kind, id, cancellationToken) is not { } file)
            return NotFound(kind);
        if (directory.FindAccount(file.Order.AccountId) is not { } account || !account.Provider.Renotifies(kind))
            return NotSupported("This account's provider repeats no callbacks on request.");

        return await account.Provider.RenotifyAsync(Question.About(file.Order), cancellationToken) switch
        {
            ProviderResult<bool>.Good => new Answer<Order>.Done(file.Order),
            ProviderResult<bool>.Absent => new Answer<Order>.Not(Problem.ProviderRefused("absent", "It has no such order.")),
            ProviderResult<bool>.Refused refused => new Answer<Order>.Not(Problem.ProviderRefused(refused.Code, refused.Message)),
            ProviderResult<bool>.Unavailable unavailable => Unavailable(account, id, unavailable.Reason),
            _ => throw new InvalidOperationException("A request came to something that no request comes to."),
        };
    }

    private async Task<OrderFile?> FindAsync(Merchant merchant, OrderKind kind, string id, CancellationToken cancellationToken) =>
        OrderId.IsWellFormed(id, kind) && await ledger.FindAsync(id, cancellationToken) is { } file && file.Order.MerchantId == merchant.Id ? file : null;

    private Answer<Order>.Not Unavailable(Account account, string id, string reason)
    {
        Log.Unavailable(logger, account.Id, id, reason);
        return new Answer<Order>.Not(Problem.ProviderUnavailable);
    }

    private static Answer<Order>.Not NotFound(OrderKind kind) => new(Problem.NotFound(Words.Of(kind)));

    private static Answer<Order>.Not NotSupported(string detail) => new(new Problem(409, "not_supported", detail));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Account {Account}: the provider could not be asked about {Order}: {Reason}.")]
        public static partial void Unavailable(ILogger logger, string account, string order, string reason);
    }
}
