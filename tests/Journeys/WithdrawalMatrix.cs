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
        var cases = new ConcurrentQueue<MatrixCase>(
            MatrixCase.All.Where(one => which is null ? one.Number % Sample == 0 : which == "whole" || one.Provider == which)
        );
        Assert.False(cases.IsEmpty, $"PAYMENTHUB_MATRIX is 'whole' or a provider, not '{which}'.");
        var (count, ended, failures) = (cases.Count, new ConcurrentBag<(MatrixCase One, string? Struck, string End)>(), new ConcurrentBag<string>());

        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(() => RunAsync(cases, ended, failures))));

        output.WriteLine($"{count} of {MatrixCase.All.Count} combinations ran.");
        foreach (
            var end in ended
                .GroupBy(end => $"{(end.Struck is null ? "point not reached" : "struck")}, {end.End}")
                .OrderBy(group => group.Key, StringComparer.Ordinal)
        )
        {
            output.WriteLine($"{end.Count(), 5} {end.Key}");
        }

        Assert.True(failures.IsEmpty, $"{failures.Count} of {count}:\n{string.Join('\n', failures)}");
        Assert.Equal(count, ended.Count);
        // A provider that takes it leads through every point; a point that is never reached would be tested by nobody. Of the gateway nobody
        // asks what became of it, which is three calls less.
        Assert.Empty(
            ended
                .Where(end => end.Struck is null && end.One.Behaviour.Kind is null && end.One is not { Provider: "usdt_gateway", Call: > 11 })
                .Select(end => end.One.ToString())
                .Order(StringComparer.Ordinal)
        );
    }

    private static async Task RunAsync(
        ConcurrentQueue<MatrixCase> cases,
        ConcurrentBag<(MatrixCase One, string? Struck, string End)> ended,
        ConcurrentBag<string> failures
    )
    {
        MatrixWorld? world = null;
        while (cases.TryDequeue(out var one))
        {
            try
            {
                world ??= await MatrixWorld.StartAsync();
                var (struck, paid, status) = await world.RunAsync(one);
                ended.Add((one, struck, $"paid {paid} times, {status}"));
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
