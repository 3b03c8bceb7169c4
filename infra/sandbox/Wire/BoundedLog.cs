namespace PaymentHub.Sandbox.Wire;

/// <summary>The newest entries of something that happens, oldest first, and a way to wait for one.</summary>
public sealed class BoundedLog<T>
{
    private readonly Lock _gate = new();
    private readonly Queue<T> _items = new();
    private readonly int _capacity;
    private TaskCompletionSource _changed = NewSignal();

    internal BoundedLog(int capacity = 2000) => _capacity = capacity;

    /// <summary>What is there now.</summary>
    public IReadOnlyList<T> Items
    {
        get
        {
            lock (_gate)
            {
                return [.. _items];
            }
        }
    }

    /// <summary>Returns the oldest entry that matches, as soon as there is one.</summary>
    /// <param name="deadline">How long to wait, in real time whatever clock the sandbox runs on.</param>
    /// <exception cref="TimeoutException">None came in time.</exception>
    public async Task<T> WaitForAsync(Func<T, bool> predicate, TimeSpan deadline, CancellationToken cancellationToken = default) =>
        (await WaitForManyAsync(1, predicate, deadline, cancellationToken))[0];

    /// <summary>Returns all that match, as soon as there are at least so many.</summary>
    /// <inheritdoc cref="WaitForAsync"/>
    public async Task<IReadOnlyList<T>> WaitForManyAsync(
        int count,
        Func<T, bool> predicate,
        TimeSpan deadline,
        CancellationToken cancellationToken = default
    )
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(deadline);

        while (true)
        {
            var (seen, next) = Look();
            T[] found = [.. seen.Where(predicate)];
            if (found.Length >= count)
            {
                return found;
            }

            try
            {
                await next.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException($"{found.Length} of {count} matching entries came within {deadline}; {seen.Length} are there in all.");
            }
        }
    }

    internal void Add(T item)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            _items.Enqueue(item);
            if (_items.Count > _capacity)
            {
                _items.Dequeue();
            }

            changed = _changed;
            _changed = NewSignal();
        }

        changed.SetResult();
    }

    private (T[] Seen, Task Next) Look()
    {
        lock (_gate)
        {
            return ([.. _items], _changed.Task);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
