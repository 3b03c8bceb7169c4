using Microsoft.Extensions.Logging;
using PaymentHub.Orders;
using PaymentHub.Reconciliation;
using PaymentHub.Withdrawals;

namespace PaymentHub.Storage;

/// <summary>From a queue message to the order's work that it calls for.</summary>
public sealed partial class OrderWork(IOrderStore store, IWorkQueue queue, WithdrawalWork withdrawals, DepositWork deposits, TimeProvider clock, ILogger<OrderWork> logger)
{
    /// <summary>How far in the future something may be due and still count as due now: clocks differ, and a queue's is not ours.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(50);

    /// <summary>Does the work that a message calls for, if it is due.</summary>
    /// <exception cref="FormatException">The message is none of ours.</exception>
    public async Task RunAsync(string message, CancellationToken cancellationToken)
    {
        var call = WorkEnvelope.Parse(message);
        try
        {
            await RunAsync(call, cancellationToken);
        }
        catch (Exception e) when (StorageFaults.IsUnavailable(e))
        {
            // Thrown on, it would be tried again at once and be set aside within seconds. The promise stands: the sweep wakes it.
            Log.StorageUnavailable(logger, call.OrderId, call.What, e.GetBaseException().Message);
        }
    }

    /// <summary>Sets aside the work of a message that kept failing: visible, and owed by nobody until an operator revives it.</summary>
    public async Task SetAsideAsync(string message, CancellationToken cancellationToken)
    {
        try
        {
            var call = WorkEnvelope.Parse(message);
            await store.SetWorkAsideAsync(call.OrderId, call.What, cancellationToken);
            Log.SetAside(logger, call.OrderId, call.What);
        }
        catch (FormatException e)
        {
            // Nothing is lost with it: a message only calls for what stands in a table.
            Log.Dropped(logger, e.Message);
        }
    }

    private async Task RunAsync(WorkCall call, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(call.OrderId, cancellationToken) is not { Order.Work: { } work } file || call.IsOutdated(work))
            return; // It was done: the call was a duplicate.
        if (work.DueAt - clock.GetUtcNow() > Tolerance)
        {
            // Too early: a call for exactly this time is made again, any other one has its own call or the sweep.
            if (call.DueAt is { } dueAt)
                await queue.WakeAsync(call, dueAt, cancellationToken);
            return;
        }

        if (file.Order.Kind == OrderKind.Withdrawal)
            await withdrawals.DoAsync(file, work, cancellationToken);
        else
            await deposits.DoAsync(file, work, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Order {Order}: the work {What} kept failing and was set aside.")]
        public static partial void SetAside(ILogger logger, string order, WorkKind what);

        [LoggerMessage(2, LogLevel.Error, "A message that called for an order's work kept failing and was dropped: {Reason}")]
        public static partial void Dropped(ILogger logger, string reason);

        [LoggerMessage(3, LogLevel.Warning, "Order {Order}: the work {What} waits for the sweep, for storage is unavailable: {Reason}")]
        public static partial void StorageUnavailable(ILogger logger, string order, WorkKind what, string reason);
    }
}
