using System.Collections.Concurrent;
using PaymentHub.Merchants;
using PaymentHub.Tests.Support;
using static PaymentHub.Tests.Merchants.DirectoryWorld;

namespace PaymentHub.Tests.Merchants;

/// <summary>
/// The app dies before or after, or loses the answer of, every single storage call of a change of the directory; another instance is asked for
/// the same until it is answered. In the end the change was made once, and whoever looked on has seen it after fifteen seconds.
/// </summary>
public sealed class DirectoryCrashMatrix
{
    private const int AtOnce = 4;

    private static readonly StorageFault[] Faults = [StorageFault.DieBefore, StorageFault.DieAfter, StorageFault.LoseAnswer];

    /// <summary>Read; take id, identity and callback id; remember the identity (look,
    /// add); announce (look, write); write; read index and merchant.</summary>
    [Fact]
    public Task Creating_an_account() =>
        SurviveAsync(
            calls: 11,
            instance => instance.Accounts.CreateAsync(Edit(), Account("shop_second"), default),
            repeated: problem => problem.Code == "already_exists",
            stored => stored.Of(PartKind.Account).Count() == 2,
            served => served.Directory.FindAccount("shop_second") is not null
        );

    /// <summary>Read; announce (look, write); write; read index and merchant.</summary>
    [Fact]
    public Task Replacing_an_endpoint() =>
        SurviveAsync(
            calls: 6,
            instance => instance.Endpoints.ReplaceAsync(Edit("\"3\""), "main", Endpoint("main", "https://shop.example/other"), default),
            repeated: _ => false,
            stored => stored.Find(PartKind.Endpoint, "main")!["Url"] == "https://shop.example/other",
            served => served.Directory.EndpointsOf("shop")[0].Url.AbsoluteUri == "https://shop.example/other"
        );

    /// <summary>The same. Whoever has lost the answer is told that it has changed, and does not rotate twice.</summary>
    [Fact]
    public Task Rotating_a_secret() =>
        SurviveAsync(
            calls: 6,
            instance => instance.Endpoints.RotateSecretAsync(Edit("\"3\""), "main", new RotationDocument(null, "01:00:00", null), default),
            repeated: problem => problem.Code == "precondition_failed",
            stored => stored.Find(PartKind.Endpoint, "main")!.Secrets.Count == 2,
            served => served.Directory.EndpointsOf("shop")[0].Secrets.Count == 2
        );

    private static async Task SurviveAsync(
        int calls,
        Func<Instance, Task<Result<DirectoryEdit>>> change,
        Func<Problem, bool> repeated,
        Func<StoredMerchant, bool> written,
        Func<Instance, bool> served
    )
    {
        var failures = new ConcurrentBag<string>();
        var cases = Enumerable.Range(1, calls).SelectMany(call => Faults.Select(fault => (Call: call, Fault: fault))).ToList();

        await Parallel.ForEachAsync(
            cases,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (one, _) =>
            {
                try
                {
                    await SurviveAsync(one.Call, one.Fault, change, repeated, written, served);
                }
                catch (Exception e)
                {
                    failures.Add($"{one.Fault} at call {one.Call}: {e.Message}");
                }
            }
        );

        Assert.Empty(failures);
        // A storage call more would be left out.
        await using var world = await CreateAsync();
        var instance = world.Start();
        await instance.CreateShopAsync();
        instance.Probe.Start();
        Done(await change(instance));
        Assert.Equal(calls, instance.Probe.Calls.Count);
    }

    private static async Task SurviveAsync(
        int number,
        StorageFault fault,
        Func<Instance, Task<Result<DirectoryEdit>>> change,
        Func<Problem, bool> repeated,
        Func<StoredMerchant, bool> written,
        Func<Instance, bool> served
    )
    {
        await using var world = await CreateAsync();
        var (first, onlooker) = (world.Start(), world.Start());
        await first.CreateShopAsync();
        await onlooker.Refresh.RefreshAsync(default);
        first.Probe.Start(call => call.Number == number ? fault : StorageFault.None);
        try
        {
            Done(await change(first));
        }
        // It is dead: what its client makes of that nobody hears.
        catch (Exception) when (fault != StorageFault.LoseAnswer) { }

        Assert.True(first.Probe.Struck.IsCompleted);
        var again = await change(world.Start());

        if (again is Result<DirectoryEdit>.Failure { Problem: var problem })
            Assert.True(repeated(problem) || (fault == StorageFault.LoseAnswer && problem.Status is 409 or 412), problem.ToString());
        // The first one may be dead.
        var stored = Done(await world.Start().Merchants.FindAsync("shop", default));
        Assert.True(written(stored));
        Assert.Equal(5, stored.Version);
        Assert.Equal(
            [5, 4, 3, 2, 1],
            (await world.Start().Get<DirectoryStore>().HistoryAsync("shop", int.MaxValue, 10, default)).Select(one => one.Version)
        );
        world.Clock.Advance(DirectoryRefresh.TooOld);
        await onlooker.Refresh.EnsureFreshAsync(default);
        Assert.True(served(onlooker));
    }
}
