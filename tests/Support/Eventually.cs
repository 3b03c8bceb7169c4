using System.Diagnostics;

namespace PaymentHub.Tests.Support;

/// <summary>Waits for what happens elsewhere, up to a deadline.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits until a condition holds.</summary>
    /// <param name="what">The condition in words, for when it does not come true.</param>
    /// <param name="pause">How long to wait between two looks; null: not long.</param>
    public static async Task TrueAsync(Func<Task<bool>> condition, TimeSpan deadline, string what, TimeSpan? pause = null)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            if (clock.Elapsed > deadline)
                throw new TimeoutException($"Waited {deadline.TotalSeconds} s in vain until {what}.");
            await Task.Delay(pause ?? Pause);
        }
    }
}
