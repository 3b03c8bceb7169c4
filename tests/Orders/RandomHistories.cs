using System.Diagnostics;
using System.Globalization;
using PaymentHub.Orders;
using Xunit.Abstractions;

namespace PaymentHub.Tests.Orders;

/// <summary>
/// Random histories of one order (what providers say, in any order, again, late and against each other; what operators decide; what the hub
/// does when its time has come) against an independent model (<see cref="HistoryModel"/>), compared after each step. The suite runs a few,
/// others each time; PAYMENTHUB_HISTORIES says how many, and PAYMENTHUB_HISTORY runs the one that a failure names.
/// </summary>
public sealed class RandomHistories(ITestOutputHelper output)
{
    private static readonly int Histories = int.Parse(
        Environment.GetEnvironmentVariable("PAYMENTHUB_HISTORIES") ?? "10000",
        CultureInfo.InvariantCulture
    );

    [Fact]
    public void Every_history_is_at_every_step_what_the_model_says()
    {
        var one = Environment.GetEnvironmentVariable("PAYMENTHUB_HISTORY");
        var first = one is null ? (ulong)Random.Shared.NextInt64() : ulong.Parse(one, CultureInfo.InvariantCulture);
        var names = new ulong[one is null ? Histories : 1];
        var (steps, ends, clock) = (0L, new long[Enum.GetValues<OrderStatus>().Length], Stopwatch.StartNew());

        Parallel.For(
            0,
            names.Length,
            number =>
            {
                var generator = new HistoryGenerator(first + (ulong)number);
                var (start, history) = generator.Make();
                names[number] = generator.Name;
                if (Check(start, history) is { } difference)
                    Assert.Fail($"PAYMENTHUB_HISTORY={first + (ulong)number}: {Shortest(start, history, difference)}");
                Interlocked.Add(ref steps, history.Count);
                Interlocked.Increment(ref ends[(int)End(start, history).Status]);
            }
        );

        var distinct = names.Distinct().Count();
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{names.Length} histories, {distinct} of them distinct, {steps} steps, in {clock.Elapsed.TotalSeconds:0.0} s."
            )
        );
        output.WriteLine(string.Join(", ", ends.Select((count, status) => $"{(OrderStatus)status} {count}")));
        Assert.InRange(distinct, names.Length * 9 / 10, names.Length);
    }

    /// <summary>What is otherwise than the model says; null when nothing is.</summary>
    private static string? Check(Order start, List<HistoryStep> history)
    {
        var (order, model, now) = (start, new HistoryModel(start), Samples.Noon);
        for (var number = 0; number < history.Count; number++)
        {
            var step = history[number];
            now += step.After;
            var (after, eventType) = step.Apply(order, now);
            var told = model.Take(step, now);
            var mine = Seen(after, eventType);
            var expected = (
                model.Status,
                model.Reason,
                model.Version,
                told,
                model.Owed,
                model.MaySend,
                model.CanBeResubmitted,
                start.Kind == OrderKind.Deposit && model.Late,
                start.Kind == OrderKind.Withdrawal && model.Sending.IsKnown
            );
            if (mine != expected || model.Sending.Forbidden > 0)
                return $"step {number + 1} is {mine}, by the model {expected}, sent against the rules {model.Sending.Forbidden} times.";
            order = after;
        }

        return null;
    }

    private static (OrderStatus, ReviewReason?, int, string?, ActionKind?, bool, bool, bool, bool) Seen(Order order, string? eventType) =>
        (
            order.Status,
            order.ReviewReason,
            order.Version,
            eventType,
            order.NextAction?.What,
            order.NextAction is { } action && WithdrawalMachine.MaySend(order, action),
            ReviewMachine.CanBeResubmitted(order),
            order is { Kind: OrderKind.Deposit, Late: true },
            order.KnownToProvider
        );

    private static Order End(Order start, List<HistoryStep> history)
    {
        var (order, now) = (start, Samples.Noon);
        foreach (var step in history)
            order = step.Apply(order, now += step.After).Order;
        return order;
    }

    /// <summary>The history without all that is not needed for a difference.</summary>
    private static string Shortest(Order start, List<HistoryStep> history, string difference)
    {
        for (var left = 0; left < history.Count; left++)
        {
            List<HistoryStep> fewer = [.. history.Take(left), .. history.Skip(left + 1)];
            if (Check(start, fewer) is { } still)
                (history, difference, left) = (fewer, still, -1);
        }

        return $"{difference}{Environment.NewLine}  {start.Kind} {start.Status} {start.Request?.Amounts}{Environment.NewLine}  {string.Join($"{Environment.NewLine}  ", history)}";
    }
}
