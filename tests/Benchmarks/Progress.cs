namespace PaymentHub.Benchmarks;

/// <summary>Tells on standard error what goes on, so that standard output holds the result alone.</summary>
internal sealed class Progress
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    public static void Say(string what) => Console.Error.WriteLine($"… {what}");

    /// <summary>Says how far something is, until it is done.</summary>
    public static async Task<T> WatchAsync<T>(Task<T> work, Func<string> how)
    {
        while (await Task.WhenAny(work, Task.Delay(Pause)) != work)
            Say(how());
        return await work;
    }
}
