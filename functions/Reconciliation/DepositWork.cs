using Microsoft.Extensions.Logging;
using PaymentHub.Callbacks;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Reconciliation;

/// <summary>
/// Does the work of an open deposit that is due: asks its provider until it is final; of one with a payment page notes when the time to
/// pay is over, and goes on asking for a while, for payers pay late.
/// </summary>
public sealed partial class DepositWork(
    MerchantDirectory directory, OrderLedger ledger, IssuanceCheck issuance, TimeProvider clock, ILogger<DepositWork> logger)
{
    /// <summary>Does the work of an order as it was read. What cannot be done now is put off and never an exception, which the host would retry at once.</summary>
    public async Task DoAsync(OrderFile file, Work work, CancellationToken cancellationToken)
    {
        var order = file.Order;
        if (!DepositMachine.IsOpen(order))
            await MoveAsync(file, work, null, cancellationToken);
        else if (directory.FindAccount(order.AccountId) is not { } account)
            await PutOffAsync(null, file, work, "its account is not configured", cancellationToken);
        else if (!account.Provider.AnswersQueries(order.Kind))
            await HearAsync(account, file, work, null, cancellationToken);
        else
            await AskAsync(account, file, work, cancellationToken);
    }

    private async Task AskAsync(Account account, OrderFile file, Work work, CancellationToken cancellationToken)
    {
        switch (await account.Provider.AskAsync(Question.About(file.Order), cancellationToken))
        {
            case ProviderResult<Notice>.Good { Value: var answer }:
                var heard = await issuance.CheckAsync(account, Question.Heard(account, file.Order, answer), cancellationToken);
                await HearAsync(account, file, work, heard, cancellationToken);
                break;
            case ProviderResult<Notice>.Absent:
                await HearAsync(account, file, work, null, cancellationToken);
                break;
            case ProviderResult<Notice>.Refused refused:
                // It says nothing about the order, and will hardly ever say more; expiring contradicts nothing that it may say later.
                Log.Refused(logger, account.Id, file.Order.Id, refused.Code);
                await HearAsync(account, file, work, null, cancellationToken);
                break;
            case ProviderResult<Notice>.Unavailable unavailable:
                await PutOffAsync(account, file, work, unavailable.Reason, cancellationToken);
                break;
            default:
                throw new InvalidOperationException("A query came to something that no query comes to.");
        }
    }

    private async Task HearAsync(Account account, OrderFile file, Work work, Notice? answer, CancellationToken cancellationToken)
    {
        var asked = clock.GetUtcNow();
        var timeUp = DepositMachine.IsTimeUp(file.Order, asked);
        var next = Next(file.Order, work.Tries + 1, timeUp, asked);
        var entry = await ledger.StepAsync(
            file,
            (order, now) => DepositMachine.Hear(order, work, answer, next, timeUp && DepositMachine.IsTimeUp(order, asked), account.OverdueAfter, now),
            Trace.Of(work),
            cancellationToken);
        Log.Asked(logger, entry.Order.AccountId, entry.Order.Id, entry.Order.Status, entry.Order.Work?.DueAt);
        if (entry.Order is { ReviewReason: ReviewReason.Overdue, Work: null })
            Log.GaveUp(logger, entry.Order.AccountId, entry.Order.Id);
    }

    /// <summary>What comes next; null when the time for asking is over. A deposit without a time to pay is its provider's.</summary>
    private Work? Next(Order order, int tries, bool timeUp, DateTimeOffset asked)
    {
        var timing = directory.Settings.Deposits;
        return order.PayBy is { } payBy
            ? timing.Next(payBy, tries, timeUp || order.TimeIsOver, asked)
            : timing.NextOfProvider(order.CreatedAt, tries, asked);
    }

    private async Task PutOffAsync(Account? account, OrderFile file, Work work, string reason, CancellationToken cancellationToken)
    {
        var (settings, asked) = (directory.Settings, clock.GetUtcNow());
        var later = work.Later(asked + Backoff.Wait(settings.RetryFirst, settings.RetryMost, work.Tries));
        // As long as an answer would be followed by another question, nobody has waited for too long.
        if (Next(file.Order, work.Tries + 1, DepositMachine.IsTimeUp(file.Order, asked), asked) is not null)
            await MoveAsync(file, work, later, cancellationToken);
        else
            await ledger.StepAsync(
                file, (order, now) => DepositMachine.Miss(order, work, later, account?.OverdueAfter ?? Account.UsuallyOverdueAfter, now), Trace.Of(work), cancellationToken);
        Log.PutOff(logger, file.Order.AccountId, file.Order.Id, later.DueAt, reason);
    }

    private Task<LedgerEntry> MoveAsync(OrderFile file, Work work, Work? next, CancellationToken cancellationToken) =>
        ledger.StepAsync(file, (order, now) => DepositMachine.Move(order, work, next, now), Trace.Of(work), cancellationToken);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Account {Account}: deposit {Order} was asked about and is {Status}; the next time is {DueAt:O}.")]
        public static partial void Asked(ILogger logger, string account, string order, OrderStatus status, DateTimeOffset? dueAt);

        [LoggerMessage(2, LogLevel.Information, "Account {Account}: the query about deposit {Order} was refused with code {Code}.")]
        public static partial void Refused(ILogger logger, string account, string order, string code);

        [LoggerMessage(3, LogLevel.Information, "Account {Account}: asking about deposit {Order} waits until {DueAt:O}: {Reason}.")]
        public static partial void PutOff(ILogger logger, string account, string order, DateTimeOffset dueAt, string reason);

        [LoggerMessage(4, LogLevel.Warning, "Account {Account}: deposit {Order} is still pending at its provider and is asked about no more: it is overdue, and a person has to look.")]
        public static partial void GaveUp(ILogger logger, string account, string order);
    }
}
