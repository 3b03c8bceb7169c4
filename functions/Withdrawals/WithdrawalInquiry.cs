using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Withdrawals;

/// <summary>
/// Asks the provider about a withdrawal, by our id: what became of a send of unknown outcome, and how an accepted one stands,
/// until it is final. It never sends; only when the provider has had no such order over the quiet period may a new intent follow.
/// </summary>
public sealed partial class WithdrawalInquiry(MerchantDirectory directory, WorkSteps steps, ILogger<WithdrawalInquiry> logger)
{
    /// <summary>Asks, and notes what that came to.</summary>
    public async Task AskAsync(Account account, OrderFile file, Work work, CancellationToken cancellationToken)
    {
        var order = file.Order;
        if (!account.Provider.AnswersQueries(OrderKind.Withdrawal))
        {
            var entry = await steps.TakeAsync(file, work, (current, now) => WithdrawalMachine.GiveUpAsking(current, work, account.OverdueAfter, now), cancellationToken);
            Log.NobodyToAsk(logger, account.Id, order.Id, entry.Order.Status);
            return;
        }

        var about = new Notice { Kind = OrderKind.Withdrawal, Status = NoticeStatus.Pending, OrderId = order.Id, ProviderOrderId = order.ProviderOrderId };
        switch (await account.Provider.AskAsync(about, cancellationToken))
        {
            case ProviderResult<Notice>.Good good:
                var heard = good.Value with { OrderId = order.Id, Confirmed = true };
                var askAt = steps.Next(work.Tries);
                await steps.TakeAsync(file, work, (current, now) => WithdrawalMachine.Hear(current, work, heard, askAt, now), heard, cancellationToken);
                break;
            case ProviderResult<Notice>.Absent:
                await MissAsync(account, file, work, cancellationToken);
                break;
            case ProviderResult<Notice>.Refused refused:
                await steps.LearnNothingAsync(file, work, $"the query was refused with code {refused.Code}", refused: true, cancellationToken);
                break;
            case ProviderResult<Notice>.Unavailable unavailable:
                await steps.LearnNothingAsync(file, work, unavailable.Reason, refused: false, cancellationToken);
                break;
            default:
                throw new InvalidOperationException("A query came to something that no query comes to.");
        }
    }

    private async Task MissAsync(Account account, OrderFile file, Work work, CancellationToken cancellationToken)
    {
        var askAt = steps.Next(work.Tries);
        var quiet = directory.Settings.WithdrawalQuiet;
        var entry = await steps.TakeAsync(
            file, work, (order, now) => WithdrawalMachine.Miss(order, work, quiet, account.Withdrawals.ResubmitWhenAbsent, askAt, now), cancellationToken);
        Log.Absent(logger, account.Id, file.Order.Id, entry.Order.Sending?.Absences ?? 0, entry.Order.Status);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Account {Account}: the provider has no withdrawal {Order}, {Absences} times so far; it is {Status}.")]
        public static partial void Absent(ILogger logger, string account, string order, int absences, OrderStatus status);

        [LoggerMessage(2, LogLevel.Warning, "Account {Account}: nobody can be asked about withdrawal {Order}; it is {Status}.")]
        public static partial void NobodyToAsk(ILogger logger, string account, string order, OrderStatus status);
    }
}
