using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using PaymentHub.Tests.Support;
using Xunit.Abstractions;

namespace PaymentHub.Tests.Journeys;

/// <summary>
/// The crash matrices' sister: nobody dies, but every single call to storage that a road makes fails once, in each way that it can. A write meets
/// itself, storage refuses the call or is silent, or the call is made and answered with a failure. What it all comes to must be what an
/// undisturbed road comes to. The suite has a sample of the calls, each with one kind of failure; PAYMENTHUB_FAULTS=all runs all.
/// </summary>
public sealed class FaultMatrix(ITestOutputHelper output)
{
    /// <summary>One place in so many is in the sample.</summary>
    private const int Sample = 9;

    private static readonly (string Road, string Of)[] Roads =
    [
        ("deposit", "pay_protocol"),
        ("deposit", "usdt_gateway"),
        ("deposit", "mpay"),
        ("withdrawal", "pay_protocol"),
        ("withdrawal", "usdt_gateway"),
        ("withdrawal", "mpay"),
        ("resolve", "mpay"),
        ("directory", "CreateMerchant"),
        ("directory", "ReplaceAccount"),
        ("directory", "RotateCallbackId"),
    ];

    private readonly ConcurrentQueue<string> _lines = [];
    private readonly ConcurrentQueue<string> _failures = [];
    private readonly bool _all = Environment.GetEnvironmentVariable("PAYMENTHUB_FAULTS") == "all";

    [Fact]
    public async Task A_road_comes_to_its_one_end_whichever_call_to_storage_fails()
    {
        await Task.WhenAll(Roads.Select(road => Task.Run(() => GoAsync(road.Road, road.Of))));

        foreach (var line in _lines.Order(StringComparer.Ordinal))
            output.WriteLine(line);
        Assert.True(_failures.IsEmpty, string.Join('\n', _failures.Order(StringComparer.Ordinal)));
    }

    /// <summary>Goes a road undisturbed, which says what it comes to and which calls it makes, and then again for each of them.</summary>
    private async Task GoAsync(string road, string of)
    {
        var (name, clock, number, reached) = ($"{road} {of}", Stopwatch.StartNew(), 0, 0);
        var world = await FaultWorld.StartAsync(road);
        try
        {
            // The first of its kind also finds what it remembers from then on, and any may ask a provider once more than another.
            await world.GoAsync(road, of, number++, null, default);
            var first = world.Faults.Places;
            var end = await world.GoAsync(road, of, number++, null, default);
            List<CallPlace> places = [.. world.Faults.Places.Intersect(first)];
            Assert.NotEmpty(places);
            var cases = places
                .SelectMany(
                    (place, at) => place.Faults.Select((fault, kind) => (place, fault, InSample: IsInSample(name, at, kind, place.Faults.Count)))
                )
                .Where(one => _all || one.InSample)
                .ToList();
            foreach (var (place, fault, _) in cases)
            {
                var began = clock.Elapsed;
                try
                {
                    var came = await world.GoAsync(road, of, number++, place, fault);
                    reached += world.Faults.HasStruck ? 1 : 0;
                    // Whose write of the intent was answered with a failure may not learn that it stands; and of the gateway nobody can ask
                    // whether it was sent. Once the write is answered, nothing that is read can fail any more.
                    var mayBeDoubtful =
                        (of, place.Function, came) == ("usdt_gateway", "SubmitWithdrawal", FaultWorld.InReview)
                        && place.Call.EndsWith(": transaction", StringComparison.Ordinal)
                        && fault is not (CallFault.Conflict or CallFault.Outdate);
                    if (came != end && !mayBeDoubtful)
                        _failures.Enqueue($"{name}: {fault} at {place}: {came}; undisturbed {end}");
                    _lines.Enqueue(
                        $"{name}: {fault} at {place}: {(clock.Elapsed - began).TotalSeconds:0.0} s, {(world.Faults.HasStruck ? "" : "not reached, ")}{came}"
                    );
                }
                catch (Exception e)
                {
                    _failures.Enqueue($"{name}: {fault} at {place}: {e.Message}");
                    // What follows must not suffer from it.
                    await world.DisposeAsync();
                    world = await FaultWorld.StartAsync(road);
                    await world.GoAsync(road, of, number++, null, default);
                }
            }

            _lines.Enqueue(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name}: {places.Count} calls, {cases.Count} cases, {reached} reached, {clock.Elapsed.TotalSeconds:0} s"
                )
            );
            // A provider whose answer and whose callback race leads past some of them.
            if (reached * 3 < cases.Count * 2)
                _failures.Enqueue($"{name}: only {reached} of {cases.Count} places were reached.");
        }
        catch (Exception e)
        {
            _failures.Enqueue($"{name}: {e.Message}");
        }
        finally
        {
            await world.DisposeAsync();
        }
    }

    /// <summary>One kind of failure at each place that is in the sample, each time the next one.</summary>
    private static bool IsInSample(string name, int place, int kind, int kinds) =>
        place % Sample == name.Length % Sample && (place / Sample + name.Length) % kinds == kind;
}
