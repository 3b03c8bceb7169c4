using System.Collections.Concurrent;
using Xunit.Abstractions;

namespace PaymentHub.Tests.Journeys;

/// <summary>
/// The app dies before or after, or loses the answer of, every storage call of SubmitWithdrawal, dies during its request to the provider
/// or with the answer in its hands, or stands still while a second instance goes on; and the provider does everything that a provider can do
/// at that moment, and pays again whatever it is asked for again. Then all settles: it was paid exactly once and is completed, or it was
/// not paid and is refused or waits for a person. Never twice, never lost. The suite runs a sample with every provider, behaviour and
/// point in it; all run with the environment variable PAYMENTHUB_MATRIX=whole, one provider's with PAYMENTHUB_MATRIX=mpay.
/// </summary>
public sealed class WithdrawalMatrix(ITestOutputHelper output)
{
    /// <summary>Worlds at a time: they mostly wait.</summary>
    private const int AtOnce = 8;

    /// <summary>One in so many cases is in the sample; prime to every dimension, so that each of them is gone through.</summary>
    private const int Sample = 29;

    [Fact]
    public async Task A_withdrawal_is_paid_once_or_not_at_all_whatever_happens()
    {
        var which = Environment.GetEnvironmentVariable("PAYMENTHUB_MATRIX");
        var whole = which == "whole" || MatrixCase.All.Any(one => one.Provider == which);
        var cases = new ConcurrentQueue<MatrixCase>(
            whole ? MatrixCase.All.Where(one => which == "whole" || one.Provider == which) : MatrixCase.All.Where(one => one.Number % Sample == 0));
        var (count, ended, failures) = (cases.Count, new ConcurrentBag<string>(), new ConcurrentBag<string>());

        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(() => RunAsync(cases, ended, failures))));

        output.WriteLine($"{count} of {MatrixCase.All.Count} combinations ran.");
        foreach (var end in ended.GroupBy(end => end).OrderBy(group => group.Key, StringComparer.Ordinal))
            output.WriteLine($"{end.Count(),5} {end.Key}");
        Assert.True(failures.IsEmpty, $"{failures.Count} of {count}:\n{string.Join('\n', failures)}");
        Assert.Equal(count, ended.Count);
    }

    private static async Task RunAsync(ConcurrentQueue<MatrixCase> cases, ConcurrentBag<string> ended, ConcurrentBag<string> failures)
    {
        MatrixWorld? world = null;
        while (cases.TryDequeue(out var one))
        {
            try
            {
                world ??= await MatrixWorld.StartAsync();
                var (struck, paid, status) = await world.RunAsync(one);
                ended.Add($"{(struck is null ? "point not reached" : "struck")}, paid {paid} times, {status}");
            }
            catch (Exception e)
            {
                failures.Add($"{one}: {e.Message}");
                // What follows must not suffer from it.
                if (world is not null)
                    await world.DisposeAsync();
                world = null;
            }
        }

        if (world is not null)
            await world.DisposeAsync();
    }
}
