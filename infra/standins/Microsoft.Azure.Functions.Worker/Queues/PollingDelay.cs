namespace Microsoft.Azure.Functions.Worker.Standin.Queues;

/// <summary>How long to wait before asking an empty queue again: at random, and longer each time.</summary>
internal sealed class PollingDelay(TimeSpan longest)
{
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);

    private const double Spread = 0.2;
    private TimeSpan _current = TimeSpan.Zero;
    private int _steps;

    public void Reset() => (_current, _steps) = (TimeSpan.Zero, 0);

    public TimeSpan Next()
    {
        if (_current < longest)
        {
            // The exponent is bounded so that the product stays a time span.
            var jitter = 1 - Spread + (2 * Spread * Random.Shared.NextDouble());
            var step = Shortest * (Math.Pow(2, Math.Min(_steps++, 30)) * jitter);
            var next = step < Shortest ? Shortest : step;
            _current = next < longest ? next : longest;
        }

        return _current;
    }
}
