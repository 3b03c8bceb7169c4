using System.Collections.Concurrent;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Sandbox.Wire;

namespace PaymentHub.Sandbox.Callbacks;

/// <summary>Delivers one provider's callbacks, each on the provider's schedule, and keeps what was answered.</summary>
public sealed class CallbackSender : IAsyncDisposable
{
    private readonly SandboxProvider _provider;
    private readonly CallbackPost _post;
    private readonly TimeProvider _time;
    private readonly TimeSpan[] _schedule;
    private readonly ConcurrentQueue<(Delivery Delivery, Callback Callback)> _held = new();
    private readonly ConcurrentQueue<(Delivery Delivery, Callback Callback)> _kept = new();
    private readonly ConcurrentDictionary<int, Task> _running = new();
    private readonly CancellationTokenSource _stop = new();
    private int _lastId;

    /// <param name="schedule">When each attempt is due, counted from the first.</param>
    internal CallbackSender(SandboxProvider provider, CallbackPost post, TimeProvider time, IEnumerable<TimeSpan> schedule)
    {
        _provider = provider;
        _post = post;
        _time = time;
        _schedule = [.. schedule];
    }

    /// <summary>The newest deliveries.</summary>
    public BoundedLog<Delivery> Deliveries { get; } = new();

    /// <summary>The newest attempts of all deliveries, each entered when it was answered.</summary>
    public BoundedLog<DeliveryAttempt> Attempts { get; } = new();

    /// <summary>Sends what faults hold back or keep. Returns after their first attempts.</summary>
    public async Task ReleaseHeldAsync()
    {
        await SendAllAsync(_held);
        await SendAllAsync(_kept);
    }

    /// <summary>Returns after the first attempt, or at once when a fault drops, delays or holds the callback.</summary>
    internal async Task<Delivery> SendAsync(Callback callback)
    {
        var delivery = new Delivery(Interlocked.Increment(ref _lastId), callback.OrderId);
        Deliveries.Add(delivery);
        if (callback.Faults.Has(FaultKind.CallbackDropped))
        {
            delivery.End(DeliveryState.Dropped);
        }
        else if (callback.Faults.Has(FaultKind.CallbackHeld))
        {
            delivery.Hold();
            _held.Enqueue((delivery, callback));
        }
        else if (callback.Faults.Has(FaultKind.CallbackKept))
        {
            delivery.Hold();
            _kept.Enqueue((delivery, callback));
        }
        else if (callback.Faults.Find(FaultKind.CallbackDelayed) is { } delayed)
        {
            Start(delivery, callback, delayed.Delay);
        }
        else
        {
            await Start(delivery, callback, TimeSpan.Zero).FirstRound;
            await SendAllAsync(_held);
        }

        return delivery;
    }

    /// <summary>Ends what is still being delivered.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running.Values);
        _stop.Dispose();
    }

    private async Task SendAllAsync(ConcurrentQueue<(Delivery Delivery, Callback Callback)> waiting)
    {
        while (waiting.TryDequeue(out var next))
        {
            next.Delivery.Resume();
            await Start(next.Delivery, next.Callback, TimeSpan.Zero).FirstRound;
        }
    }

    private Delivery Start(Delivery delivery, Callback callback, TimeSpan wait)
    {
        var run = RunAsync(delivery, callback, wait);
        _running[delivery.Id] = run;
        _ = run.ContinueWith(_ => _running.TryRemove(delivery.Id, out var _), TaskScheduler.Default);
        return delivery;
    }

    private async Task RunAsync(Delivery delivery, Callback callback, TimeSpan wait)
    {
        try
        {
            await WaitAsync(wait);
            delivery.End(await RunScheduleAsync(delivery, callback));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested) { }
        finally
        {
            // Whoever waits for the first round must not wait for ever.
            delivery.End(DeliveryState.Stopped);
        }
    }

    private async Task<DeliveryState> RunScheduleAsync(Delivery delivery, Callback callback)
    {
        var start = _time.GetTimestamp();
        var due = WaitAsync(_schedule[0]);
        for (var round = 1; round <= _schedule.Length; round++)
        {
            await due;
            var attempts = await RunRoundAsync(delivery, callback, round);
            var acknowledged = attempts.Any(attempt => attempt.Acknowledged);
            if (!acknowledged && round < _schedule.Length)
            {
                due = WaitAsync(_schedule[round] - _time.GetElapsedTime(start));
            }

            // Told only when the next wait has begun: whoever turns the clock then meets its timer.
            foreach (var attempt in attempts)
            {
                Attempts.Add(attempt);
            }

            if (acknowledged)
            {
                return DeliveryState.Acknowledged;
            }

            delivery.EndFirstRound();
        }

        return DeliveryState.GivenUp;
    }

    private Task WaitAsync(TimeSpan rest) => Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, _time, _stop.Token);

    /// <summary>The attempt, and in the first round the copies that a fault asks for.</summary>
    private async Task<DeliveryAttempt[]> RunRoundAsync(Delivery delivery, Callback callback, int round)
    {
        var duplicated = round == 1 ? callback.Faults.Find(FaultKind.CallbackDuplicated) : null;
        var sendings = 1 + (duplicated?.Copies ?? 0);
        if (duplicated is { InParallel: true })
        {
            return await Task.WhenAll(Enumerable.Range(0, sendings).Select(_ => AttemptAsync(delivery, callback, round)));
        }

        var attempts = new DeliveryAttempt[sendings];
        for (var sending = 0; sending < sendings; sending++)
        {
            attempts[sending] = await AttemptAsync(delivery, callback, round);
        }

        return attempts;
    }

    private async Task<DeliveryAttempt> AttemptAsync(Delivery delivery, Callback callback, int round)
    {
        var at = _time.GetUtcNow();
        var request = callback.Compose();
        var answer = await _post.SendAsync(request, _stop.Token);
        return new(_provider, delivery.OrderId, delivery.Id, round, at, request, answer, callback.IsAcknowledged(answer));
    }
}
