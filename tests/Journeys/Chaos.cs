using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Operations;
using PaymentHub.Sandbox;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Sandbox.Merchant;
using PaymentHub.Tests.Support;
using Xunit.Abstractions;

namespace PaymentHub.Tests.Journeys;

/// <summary>
/// Deposits and withdrawals of all three providers, several at once, while at places that a seed chooses storage loses answers, the app dies, a
/// second instance relays, callbacks come twice, late, out of order, never, or from a forger, providers fail, take what they do not answer, or pay
/// nothing, and the merchant's endpoint fails. Afterwards three ledgers agree to the cent. PAYMENTHUB_CHAOS says how many deposits, with half as
/// many withdrawals, and makes the seed another each time; PAYMENTHUB_CHAOS_SEED runs one again; PAYMENTHUB_CHAOS_TABLE is a file that gets the
/// result as a table.
/// </summary>
public sealed class Chaos(ITestOutputHelper output)
{
    private const int AtOnce = 6;

    /// <summary>A deposit or its withdrawals make so many storage calls or more; one of them is struck.</summary>
    private const int Calls = 25;

    private static readonly string[] Providers = ["pay_protocol", "usdt_gateway", "mpay"];

    private static readonly FaultKind[] Faults =
    [
        FaultKind.CallbackDropped,
        FaultKind.CallbackDelayed,
        FaultKind.CallbackDuplicated,
        FaultKind.CallbackHeld,
        FaultKind.CallbackKept,
        FaultKind.QueryPending,
        FaultKind.WithdrawalFails,
        FaultKind.RequestFails,
        FaultKind.RequestBreaks,
        FaultKind.RequestTakenThenBreaks,
        FaultKind.RequestTakenThenFails,
        FaultKind.RequestTakenThenGarbled,
    ];

    private int _died;

    [Fact]
    public async Task Providers_orders_and_what_the_merchant_was_told_agree_to_the_cent_whatever_happens()
    {
        var deposits = Number("PAYMENTHUB_CHAOS") ?? 24;
        var seed = Number("PAYMENTHUB_CHAOS_SEED") ?? (Number("PAYMENTHUB_CHAOS") is null ? 1 : Environment.TickCount);
        output.WriteLine($"PAYMENTHUB_CHAOS={deposits} PAYMENTHUB_CHAOS_SEED={seed}");
        var (random, watch) = (new Random(seed), Stopwatch.StartNew());
        await using var world = await ChaosWorld.StartAsync();

        foreach (var round in Enumerable.Range(0, deposits).Chunk(AtOnce))
        {
            List<Func<Task>> operations = [];
            foreach (var number in round)
            {
                var (cents, other) = (random.Next(100, 100_000), random.Next(100, 100_000));
                operations.Add(() => world.DepositAsync(Providers[number % Providers.Length], number, cents));
                operations.Add(() => world.ForgeDepositAsync(Providers[number % Providers.Length], number, other));
                if (number % 2 == 0)
                    operations.Add(() => world.WithdrawAsync(Providers[number / 2 % Providers.Length], number, other));
            }

            await DisturbAsync(world, random, operations);
            world.Collect();
        }

        await world.CalmAsync();
        var ledgers = await Ledgers.ReadAsync(world.Hub, world.Told);

        var refused = (await world.Hub.VerdictsAsync()).Count(verdict => verdict == "bad_signature");
        var table = ledgers.Table(
            ("events told", world.Told.Count),
            ("the app died", _died),
            ("forged callbacks that were answered", world.Forged),
            ("refused for their signature", refused),
            ("seconds", (int)watch.Elapsed.TotalSeconds)
        );
        output.WriteLine(table);
        if (Environment.GetEnvironmentVariable("PAYMENTHUB_CHAOS_TABLE") is { Length: > 0 } file)
            await File.WriteAllTextAsync(file, $"Seed {seed}, {deposits} deposits wanted.\n\n{table}");
        Assert.Empty(ledgers.Differences);
        Assert.True(ledgers.Orders.Count >= deposits);
        Assert.True(refused > 0);
        // These ledgers would show an event that was lost, and a payment that was counted twice.
        Assert.Single((ledgers with { Told = [.. ledgers.Told.Skip(1)] }).Differences);
        Assert.Equal(2, (ledgers with { Orders = [.. ledgers.Orders, ledgers.Orders[0]] }).Differences.Count);
    }

    /// <summary>Does it all at once, while something goes wrong.</summary>
    private async Task DisturbAsync(ChaosWorld world, Random random, List<Func<Task>> operations)
    {
        for (var i = 0; i < 3; i++)
            Plan(world, random);
        var (hub, call) = (world.Hub, random.Next(1, Calls));
        var trouble = random.Next(6);
        var fault = trouble switch
        {
            0 => StorageFault.LoseAnswer,
            1 => StorageFault.DieBefore,
            2 => StorageFault.DieAfter,
            _ => StorageFault.None,
        };
        hub.Process.Probe.Start(one => one.Number == call ? fault : StorageFault.None);
        var struck = hub.Process.Probe.Struck;
        var all = Task.WhenAll(operations.Select(operation => Task.Run(operation)));
        if (trouble == 3)
            await RestartAsync(world);
        if (trouble == 4)
        {
            await using var second = hub.MakeSecond();
            await second.Services.GetRequiredService<OutboxRelay>().RunAsync(default);
        }

        var dead = fault is StorageFault.DieBefore or StorageFault.DieAfter && await Task.WhenAny(all, struck) == struck;
        if (dead)
            await RestartAsync(world);
        await all;
        // What has not struck by now must not strike later, unseen.
        hub.Process.Probe.Start();
        if (!dead && fault is StorageFault.DieBefore or StorageFault.DieAfter && struck.IsCompleted)
            await RestartAsync(world);
    }

    private async Task RestartAsync(ChaosWorld world)
    {
        _died++;
        await world.RestartAsync();
    }

    private static void Plan(ChaosWorld world, Random random)
    {
        var (provider, kind) = (random.GetItems(Enum.GetValues<SandboxProvider>(), 1)[0], random.GetItems(Faults, 1)[0]);
        world.Hub.Sandbox.Faults.Add(
            new Fault(provider, kind)
            {
                Times = random.Next(1, 4),
                Delay = TimeSpan.FromMilliseconds(random.Next(100, 1_500)),
                Copies = random.Next(1, 3),
                InParallel = random.Next(2) == 0,
            }
        );
        if (random.Next(2) == 0)
        {
            var answer = new MerchantAnswer
            {
                Times = random.Next(1, 4),
                Status = 503,
                Break = random.Next(2) == 0,
            };
            world.Hub.Sandbox.Merchant.AnswerNext(answer);
        }
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
