using System.Diagnostics;
using System.Globalization;
using PaymentHub.Merchants;
using Xunit.Abstractions;
using static PaymentHub.Tests.Merchants.DirectoryWorld;

namespace PaymentHub.Tests.Merchants;

/// <summary>What many merchants cost, in operations. PAYMENTHUB_MERCHANTS says how many
/// (100), and the output how long it took and how much memory.</summary>
public sealed class DirectorySizeTests(ITestOutputHelper output)
{
    private const int Accounts = 3;

    [Fact]
    public async Task A_start_reads_a_hundred_merchants_at_once_and_a_refresh_only_the_index()
    {
        var merchants = int.Parse(Environment.GetEnvironmentVariable("PAYMENTHUB_MERCHANTS") ?? "100", CultureInfo.InvariantCulture);
        await using var world = await CreateAsync();
        await FillAsync(world, merchants);
        var pages = (merchants + 999) / 1_000;
        // Nobody is changing them any more.
        world.Clock.Advance(DirectoryStore.Announced + TimeSpan.FromSeconds(1));
        var instance = world.Start();
        var before = GC.GetTotalMemory(forceFullCollection: true);

        instance.Probe.Start();
        var clock = Stopwatch.StartNew();
        await instance.Refresh.RefreshAsync(default);
        output.WriteLine(
            $"{merchants} merchants with {Accounts} accounts: read in {clock.Elapsed.TotalSeconds:0.0} s, {instance.Probe.Calls.Count} operations, {(GC.GetTotalMemory(forceFullCollection: true) - before) / 1024.0 / 1024.0:0.0} MiB"
        );
        Assert.Equal((merchants + 99) / 100 + pages, instance.Probe.Calls.Count);
        Assert.Equal(merchants * Accounts, instance.Directory.Accounts.Count);

        instance.Probe.Start();
        clock.Restart();
        await instance.Refresh.RefreshAsync(default);
        output.WriteLine($"A refresh without a change: {instance.Probe.Calls.Count} operation(s), {clock.Elapsed.TotalMilliseconds:0} ms");
        Assert.Equal(pages, instance.Probe.Calls.Count);

        Done(await instance.Merchants.SetDisabledAsync(Edit(merchant: "m7"), true, default));
        var other = world.Start();
        await other.Refresh.RefreshAsync(default);
        Assert.True(other.Directory.FindAccount("m7_0")!.Disabled);
    }

    /// <summary>Written as the editor would, without asking whether names are taken.</summary>
    private static async Task FillAsync(DirectoryWorld world, int merchants)
    {
        var (store, now) = (world.Start().Get<DirectoryStore>(), world.Clock.GetUtcNow());
        await Parallel.ForAsync(
            0,
            merchants,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (number, token) =>
            {
                var id = $"m{number}";
                StoredPart[] parts =
                [
                    .. Enumerable
                        .Range(0, Accounts)
                        .Select(account => new StoredPart(PartKind.Account, $"{id}_{account}")
                        {
                            Version = 1,
                            Values = new Dictionary<string, string> { ["Provider"] = "pay_protocol", ["BaseUrl"] = "https://pay.example/api/mer" },
                            Secrets = new Dictionary<string, string>
                            {
                                ["Settings:ApiKey"] = $"key-{id}-{account}",
                                ["Settings:ApiSecret"] = "secret",
                                ["CallbackIds:0"] = $"callback_id_0123456789_{id}_{account}",
                            },
                        }),
                    new StoredPart(PartKind.Endpoint, "main")
                    {
                        Version = 1,
                        Values = new Dictionary<string, string> { ["Url"] = "https://shop.example/hooks" },
                        Secrets = new Dictionary<string, string> { ["Secrets:0"] = SettingsFile.Secret },
                    },
                    new StoredPart(PartKind.ApiKey, "key_1")
                    {
                        Version = 1,
                        Values = new Dictionary<string, string>
                        {
                            ["Sha256"] = DirectorySnapshot.Hash(id).ToLowerInvariant(),
                            ["Owner"] = "backend",
                            ["Roles"] = "read",
                        },
                    },
                ];
                var merchant = new StoredMerchant(id, 1)
                {
                    RowVersion = 1,
                    CreatedAt = now,
                    UpdatedAt = now,
                    Parts = parts,
                };
                Assert.True(
                    await store.TryWriteAsync(merchant, parts, [], new DirectoryChange(1, now, By, "merchant.created", "merchant", []), token)
                );
            }
        );
    }
}
