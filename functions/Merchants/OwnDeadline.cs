namespace PaymentHub.Merchants;

/// <summary>
/// Our own deadline for work that must not be aborted when a caller hangs up: a request that was read completely, or has started to change something,
/// is finished whether or not anybody still waits for the response.
/// </summary>
public sealed class OwnDeadline(TimeProvider clock)
{
    /// <summary>For storage alone. A provider that waits longer for our receipt is rare, and sends its callback again.</summary>
    public static readonly TimeSpan Storing = TimeSpan.FromSeconds(20);

    /// <summary>For what asks a provider or an endpoint on its way, whose calls have limits of their own, or changes many orders.</summary>
    public static readonly TimeSpan Asking = TimeSpan.FromMinutes(3);

    /// <summary>Does the work.</summary>
    /// <exception cref="TimeoutException">It was not done in time; whether it happened all the same is not known.</exception>
    public Task RunAsync(TimeSpan limit, Func<CancellationToken, Task> work) =>
        RunAsync<object?>(
            limit,
            async token =>
            {
                await work(token);
                return null;
            }
        );

    /// <summary>Does the work.</summary>
    /// <exception cref="TimeoutException">It was not done in time; whether it happened all the same is not known.</exception>
    public async Task<T> RunAsync<T>(TimeSpan limit, Func<CancellationToken, Task<T>> work)
    {
        using var deadline = new CancellationTokenSource(limit, clock);
        try
        {
            return await work(deadline.Token);
        }
        catch (OperationCanceledException e) when (deadline.IsCancellationRequested)
        {
            throw new TimeoutException($"It was not done within {limit.TotalSeconds:0} s.", e);
        }
    }
}
