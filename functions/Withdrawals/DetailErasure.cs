using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Withdrawals;

/// <summary>Erases the personal data of a withdrawal: its details, which are stored only with the order.</summary>
public sealed partial class DetailErasure(OrderUpdater updater, TimeProvider clock, ILogger<DetailErasure> logger)
{
    private const int MaxRaces = 10;

    private static Problem Needed { get; } =
        new(409, "details_needed", "The withdrawal is not final: its details may still have to be sent. Resolve it or wait first.");

    /// <summary>Erases an order's details. Repeating it, or erasing where there are none, changes nothing.</summary>
    public async Task<Result<Order>> EraseAsync(Operator by, string id, CancellationToken cancellationToken)
    {
        var snapshot = OrderId.IsWellFormed(id, OrderKind.Withdrawal) ? await updater.FindAsync(id, cancellationToken) : null;
        for (var race = 0; race < MaxRaces; race++)
        {
            if (snapshot is null)
                return new Result<Order>.Failure(Problem.NotFound("withdrawal"));
            if (snapshot.Order.Request is not { Details: not null } request)
                return new Result<Order>.Success(snapshot.Order);
            if (snapshot.Order.Status is not (OrderStatus.Completed or OrderStatus.Failed or OrderStatus.Rejected))
                return new Result<Order>.Failure(Needed);
            // Whatever the write's answer was, the order as it is now shows the result.
            var erased = snapshot.Order with
            {
                Request = request with { Details = null },
                UpdatedAt = clock.GetUtcNow(),
            };
            snapshot = await updater.TryPutAsync(snapshot, erased, new ChangeOrigin("erase", IsRetry: false, Operator: by.Name), cancellationToken);
            if (snapshot?.Order.Request?.Details is null)
                Log.Erased(logger, id, by.Name);
        }

        throw new InvalidOperationException($"Order {id} changed {MaxRaces} times while its details were erased.");
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The details of withdrawal {Order} have been erased by operator {Operator}.")]
        public static partial void Erased(ILogger logger, string order, string @operator);
    }
}
