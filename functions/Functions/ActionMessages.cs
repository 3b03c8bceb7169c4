using Microsoft.Extensions.Logging;
using PaymentHub.Deposits;
using PaymentHub.Orders;
using PaymentHub.Storage;
using PaymentHub.Telemetry;
using PaymentHub.Withdrawals;

namespace PaymentHub.Functions;

/// <summary>From a queue message to the order's action that it wakes.</summary>
public sealed partial class ActionMessages(
    IOrderStore store,
    IActionQueue queue,
    WithdrawalActions withdrawals,
    DepositPolling deposits,
    TimeProvider clock,
    ILogger<ActionMessages> logger
)
{
    /// <summary>How far in the future something may be due and still count as due now: the queue's clock may differ from ours.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(50);

    /// <summary>Does the work that a message calls for, if it is due.</summary>
    /// <exception cref="FormatException">It is not one of our messages.</exception>
    public async Task RunAsync(string message, CancellationToken cancellationToken)
    {
        var wakeUp = ActionEnvelope.Parse(message);
        using var span = HubTrace.Begin(logger, $"{SnakeCaseEnum.Of(wakeUp.What)} order", wakeUp.Trace, ("Order", wakeUp.OrderId));
        try
        {
            await RunAsync(wakeUp, cancellationToken);
        }
        catch (Exception e) when (StorageFaults.IsUnavailable(e))
        {
            // If thrown on, it would be retried at once and become a dead letter within seconds. The outbox entry exists: the outbox relay wakes it.
            Log.StorageUnavailable(logger, wakeUp.OrderId, wakeUp.What, e.GetBaseException().Message);
        }
    }

    /// <summary>Turns the action of a message that kept failing into a dead letter: visible, and not done until an operator revives it.</summary>
    public async Task DeadLetterAsync(string message, CancellationToken cancellationToken)
    {
        try
        {
            var wakeUp = ActionEnvelope.Parse(message);
            await store.DeadLetterActionAsync(wakeUp.OrderId, wakeUp.What, cancellationToken);
            Log.DeadLettered(logger, wakeUp.OrderId, wakeUp.What);
        }
        catch (FormatException e)
        {
            // Nothing is lost with it: a message only wakes what is stored in a table.
            Log.Dropped(logger, e.Message);
        }
    }

    private async Task RunAsync(WakeUp wakeUp, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(wakeUp.OrderId, cancellationToken) is not { Order.NextAction: { } action } snapshot || wakeUp.IsOutdated(action))
            return; // It was done: the call was a duplicate.
        if (action.DueAt - clock.GetUtcNow() > Tolerance)
        {
            // Too early: a call for exactly this time is made again, any other one has its own call or the outbox relay.
            if (wakeUp.DueAt is { } dueAt)
                await queue.WakeAsync(wakeUp, dueAt, cancellationToken);
            return;
        }

        if (snapshot.Order.Kind == OrderKind.Withdrawal)
            await withdrawals.DoAsync(snapshot, action, cancellationToken);
        else
            await deposits.DoAsync(snapshot, action, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Order {Order}: the work {What} kept failing and is now a dead letter.")]
        public static partial void DeadLettered(ILogger logger, string order, ActionKind what);

        [LoggerMessage(2, LogLevel.Error, "A message that called for an order's work kept failing and was dropped: {Reason}")]
        public static partial void Dropped(ILogger logger, string reason);

        [LoggerMessage(3, LogLevel.Warning, "Order {Order}: the work {What} waits for the outbox relay, for storage is unavailable: {Reason}")]
        public static partial void StorageUnavailable(ILogger logger, string order, ActionKind what, string reason);
    }
}
