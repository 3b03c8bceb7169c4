using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Storage;

namespace PaymentHub.Withdrawals;

/// <summary>How every action ends: done, or later. Later is never an exception, which the host would retry at once until it is poison.</summary>
public sealed partial class ActionSteps(OrderUpdater updater, MerchantDirectory directory, TimeProvider clock, ILogger<ActionSteps> logger)
{
    /// <summary>When an action that was postponed so often is due again.</summary>
    public DateTimeOffset Next(int tries) => clock.GetUtcNow() + Backoff.Wait(directory.Settings.RetryFirst, directory.Settings.RetryMax, tries);

    /// <summary>The action could not be done now.</summary>
    public async Task RescheduleAsync(OrderSnapshot snapshot, ScheduledAction action, string reason, CancellationToken cancellationToken)
    {
        var dueAt = Next(action.Tries);
        await ApplyAsync(snapshot, action, (order, now) => WithdrawalStatusMachine.Reschedule(order, action, dueAt, now), cancellationToken);
        Log.Rescheduled(logger, snapshot.Order.AccountId, snapshot.Order.Id, action.What, dueAt, reason);
    }

    /// <summary>A query about a withdrawal brought nothing: ask again later, or an operator has to look at it.</summary>
    /// <param name="refused">Whether the provider answered with a refusal.</param>
    public async Task QueryFailedAsync(
        OrderSnapshot snapshot,
        ScheduledAction action,
        string reason,
        bool refused,
        CancellationToken cancellationToken
    )
    {
        var (pollAt, quiet) = (Next(action.Tries), directory.Settings.WithdrawalQuiet);
        var overdueAfter = directory.FindAccount(snapshot.Order.AccountId)?.OverdueAfter ?? Account.UsuallyOverdueAfter;
        var result = await ApplyAsync(
            snapshot,
            action,
            (order, now) => WithdrawalStatusMachine.QueryFailed(order, action, reason, refused, quiet, overdueAfter, pollAt, now),
            cancellationToken
        );
        if (result.Order.Status == OrderStatus.NeedsReview)
            Log.GaveUp(logger, snapshot.Order.AccountId, snapshot.Order.Id, reason);
        else
            Log.Rescheduled(logger, snapshot.Order.AccountId, snapshot.Order.Id, action.What, pollAt, reason);
    }

    /// <summary>The work is done. Says how the order stands then.</summary>
    public async Task<Order> DoneAsync(OrderSnapshot snapshot, ScheduledAction action, CancellationToken cancellationToken) =>
        (await ApplyAsync(snapshot, action, (order, now) => WithdrawalStatusMachine.Done(order, action, now), cancellationToken)).Order;

    /// <summary>Applies the step that the action resulted in.</summary>
    public Task<UpdateResult> ApplyAsync(
        OrderSnapshot snapshot,
        ScheduledAction action,
        Func<Order, DateTimeOffset, Transition> step,
        CancellationToken cancellationToken
    ) => ApplyAsync(snapshot, action, step, status: null, cancellationToken);

    /// <summary>The same for a step that results from something the provider said.</summary>
    public Task<UpdateResult> ApplyAsync(
        OrderSnapshot snapshot,
        ScheduledAction action,
        Func<Order, DateTimeOffset, Transition> step,
        Notice? status,
        CancellationToken cancellationToken
    ) =>
        // A rescheduled action has another time or count, so this identifies one round of it.
        updater.StepAsync(snapshot, step, status, ChangeOrigin.Of(action), cancellationToken);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Account {Account}: the work {What} of {Order} waits until {DueAt:O}: {Reason}.")]
        public static partial void Rescheduled(ILogger logger, string account, string order, ActionKind what, DateTimeOffset dueAt, string reason);

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "Account {Account}: asking about {Order} has brought nothing for too long, and an operator has to look at it: {Reason}."
        )]
        public static partial void GaveUp(ILogger logger, string account, string order, string reason);
    }
}
