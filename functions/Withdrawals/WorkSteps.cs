using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Withdrawals;

/// <summary>What every kind of work ends with: done, or later. Later is never an exception, which the host would retry at once, into poison.</summary>
public sealed partial class WorkSteps(OrderLedger ledger, MerchantDirectory directory, TimeProvider clock, ILogger<WorkSteps> logger)
{
    /// <summary>When work that was put off so often is due again.</summary>
    public DateTimeOffset Next(int tries) => clock.GetUtcNow() + Backoff.Wait(directory.Settings.RetryFirst, directory.Settings.RetryMost, tries);

    /// <summary>The work could not be done now.</summary>
    public async Task PutOffAsync(OrderFile file, Work work, string reason, CancellationToken cancellationToken)
    {
        var dueAt = Next(work.Tries);
        await TakeAsync(file, work, (order, now) => WithdrawalMachine.PutOff(order, work, dueAt, now), cancellationToken);
        Log.PutOff(logger, file.Order.AccountId, file.Order.Id, work.What, dueAt, reason);
    }

    /// <summary>Asking about a withdrawal came to nothing: it is asked about later, or a person has to look.</summary>
    /// <param name="refused">Whether the provider answered, and said no.</param>
    public async Task LearnNothingAsync(OrderFile file, Work work, string reason, bool refused, CancellationToken cancellationToken)
    {
        var (askAt, quiet) = (Next(work.Tries), directory.Settings.WithdrawalQuiet);
        var overdueAfter = directory.FindAccount(file.Order.AccountId)?.OverdueAfter ?? Account.UsuallyOverdueAfter;
        var entry = await TakeAsync(file, work, (order, now) => WithdrawalMachine.LearnNothing(order, work, reason, refused, quiet, overdueAfter, askAt, now), cancellationToken);
        if (entry.Order.Status == OrderStatus.NeedsReview)
            Log.GaveUp(logger, file.Order.AccountId, file.Order.Id, reason);
        else
            Log.PutOff(logger, file.Order.AccountId, file.Order.Id, work.What, askAt, reason);
    }

    /// <summary>The work is done.</summary>
    public Task DoneAsync(OrderFile file, Work work, CancellationToken cancellationToken) =>
        TakeAsync(file, work, (order, now) => WithdrawalMachine.Done(order, work, now), cancellationToken);

    /// <summary>Makes a step that the work came to.</summary>
    public Task<LedgerEntry> TakeAsync(OrderFile file, Work work, Func<Order, DateTimeOffset, Transition> step, CancellationToken cancellationToken) =>
        TakeAsync(file, work, step, heard: null, cancellationToken);

    /// <summary>The same for a step that something leads to which the provider said.</summary>
    public Task<LedgerEntry> TakeAsync(
        OrderFile file, Work work, Func<Order, DateTimeOffset, Transition> step, Notice? heard, CancellationToken cancellationToken) =>
        // Work that has moved has another time or another count, so this names one round of it.
        ledger.StepAsync(
            file, step, heard, Trace.Of(work), cancellationToken);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Account {Account}: the work {What} of {Order} waits until {DueAt:O}: {Reason}.")]
        public static partial void PutOff(ILogger logger, string account, string order, WorkKind what, DateTimeOffset dueAt, string reason);

        [LoggerMessage(2, LogLevel.Warning, "Account {Account}: asking about {Order} has come to nothing for too long, a person has to look: {Reason}.")]
        public static partial void GaveUp(ILogger logger, string account, string order, string reason);
    }
}
