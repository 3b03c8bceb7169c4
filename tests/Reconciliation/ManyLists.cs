using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using PaymentHub.Functions;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Reconciliation;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Reconciliation;

/// <summary>
/// Two thousand lists on two instances, played by a clock that a test turns: a list takes a second of its time, one of a dead host fifteen. And twice
/// as many that take two: then more are due at any time than can be read, and their order keeps any from waiting longer than a round takes. The
/// calls, their order and the leases are the app's; the queue and the rows are in memory.
/// </summary>
public sealed class ManyLists
{
    private const int DeadAccounts = 100;

    /// <summary>As many messages of a queue as the host hands an instance at once: host.json.</summary>
    private const int MessagesAtOnce = 128;

    private static readonly TimeSpan Played = TimeSpan.FromMinutes(45);
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Every = new ReconciliationSettings().Every;
    private static readonly string[] Hosts = ["dead", "live"];

    private readonly ManualTimeProvider _clock = new(Samples.Noon);
    private readonly MemoryReconciliationStore _store = new();
    private readonly ConcurrentQueue<(string Key, DateTimeOffset At)> _calls = new();
    private readonly ConcurrentDictionary<string, List<DateTimeOffset>> _asked = new(StringComparer.Ordinal);
    private TimeSpan _takes;
    private int _around;

    [Fact]
    public Task No_list_is_later_than_twice_its_interval_and_a_dead_host_delays_no_other() => PlayAsync(accounts: 1_000, seconds: 1);

    /// <summary>A round takes 450 s at least, one and a half intervals.</summary>
    [Fact]
    public Task Where_there_is_no_time_for_all_that_is_due_the_lists_are_read_in_turn() => PlayAsync(accounts: 2_000, seconds: 2);

    private async Task PlayAsync(int accounts, int seconds)
    {
        _takes = TimeSpan.FromSeconds(seconds);
        var directory = Directory(accounts);
        var scheduler = new ReconciliationScheduler(_store, new Queue(this), directory, _clock, NullLogger<ReconciliationScheduler>.Instance);
        Instance[] instances = [new(this, directory), new(this, directory)];
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(5));

        for (var passed = TimeSpan.Zero; passed < Played; passed += Tick)
        {
            if (passed.Ticks % TimeSpan.FromSeconds(15).Ticks == 0)
                await scheduler.RunAsync(deadline.Token);
            HandOut(instances);
            while (!instances.All(instance => instance.IsSettled))
            {
                deadline.Token.ThrowIfCancellationRequested();
                await Task.Yield();
            }

            _clock.Advance(Tick);
        }

        Assert.Equal(2 * (accounts - DeadAccounts), _asked.Keys.Count(list => list.StartsWith("live", StringComparison.Ordinal)));
        Assert.All(
            _asked.Where(list => list.Key.StartsWith("live", StringComparison.Ordinal)),
            list =>
            {
                DateTimeOffset[] moments = [Samples.Noon, .. list.Value, Samples.Noon + Played];
                Assert.All(moments.Zip(moments.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, TimeSpan.Zero, 2 * Every));
            }
        );
        // Its first turns on each instance, and those that found out whether it is back; not a time-out for each of 200 lists, again and again.
        Assert.InRange(_asked.Where(list => list.Key.StartsWith("dead", StringComparison.Ordinal)).Sum(list => list.Value.Count), 1, 60);
        // Hardly any call finds no place and goes around.
        Assert.InRange(_around, 0, _asked.Sum(list => list.Value.Count) / 20);
        Assert.All(instances, instance => Assert.InRange(instance.Taken, _asked.Sum(list => list.Value.Count) / 3, int.MaxValue));
    }

    /// <summary>Each instance takes what it has room for, by turns.</summary>
    private void HandOut(Instance[] instances)
    {
        var now = _clock.GetUtcNow();
        for (var left = _calls.Count; left > 0 && _calls.TryDequeue(out var call); left--)
        {
            var free = call.At <= now ? instances.Where(instance => instance.Running < MessagesAtOnce).MinBy(instance => instance.Running) : null;
            if (free is null)
                _calls.Enqueue(call);
            else
                free.Take(call.Key);
        }
    }

    private MerchantDirectory Directory(int count)
    {
        var accounts = Enumerable
            .Range(0, count)
            .Select(number =>
            {
                var id = string.Create(CultureInfo.InvariantCulture, $"{(number < DeadAccounts ? "dead" : "live")}_{number:0000}");
                return TestDirectory.Account(new List(this, id), id: id);
            });
        return new MerchantDirectory(TestDirectory.Settings with { Reconciliation = new() }, [new Merchant("shop", [], [])], [.. accounts]);
    }

    /// <summary>One instance of the app: its own limits, the common rows and queue.</summary>
    private sealed class Instance
    {
        private static readonly AsyncLocal<Instance?> Current = new();

        private readonly ReconciliationMessages _messages;
        private readonly ConcurrentDictionary<string, int> _running = new(StringComparer.Ordinal);
        private readonly ConcurrentDictionary<string, int> _asking = new(StringComparer.Ordinal);

        public Instance(ManyLists test, MerchantDirectory directory)
        {
            var hosts = new ProviderHosts(test._clock, NullLogger<ProviderHosts>.Instance);
            var processor = new ListedUpdateProcessor(
                null!,
                null!,
                test._store,
                new KnownLines(),
                test._clock,
                NullLogger<ListedUpdateProcessor>.Instance
            );
            var runner = new ReconciliationRunner(test._store, processor, directory, hosts, test._clock, NullLogger<ReconciliationRunner>.Instance);
            _messages = new(
                test._store,
                runner,
                new Queue(test, () => Interlocked.Increment(ref test._around)),
                test._clock,
                NullLogger<ReconciliationMessages>.Instance
            );
        }

        public int Taken { get; private set; }

        public int Running => _running.Values.Sum();

        /// <summary>Whether everything that can go on without the clock has done so.</summary>
        public bool IsSettled =>
            Hosts.All(host => _asking.GetValueOrDefault(host) == Math.Min(_running.GetValueOrDefault(host), ProviderHosts.MaxAtOnce));

        public void Take(string key)
        {
            var host = key[..4];
            Taken++;
            _running.AddOrUpdate(host, 1, (_, count) => count + 1);
            _ = Task.Run(async () =>
            {
                Current.Value = this;
                await _messages.ReadAsync(ReconciliationCall.Write(key).ToString(), CancellationToken.None);
                _running.AddOrUpdate(host, 0, (_, count) => count - 1);
            });
        }

        public static async Task AskAsync(string host, Func<Task> answer)
        {
            var mine = Current.Value!;
            var asked = answer();
            mine._asking.AddOrUpdate(host, 1, (_, count) => count + 1);
            await asked;
            mine._asking.AddOrUpdate(host, 0, (_, count) => count - 1);
        }
    }

    private sealed class Queue(ManyLists test, Action? called = null) : IReconciliationQueue
    {
        public Task<bool> TryCallAsync(string key, DateTimeOffset dueAt, CancellationToken cancellationToken)
        {
            called?.Invoke();
            test._calls.Enqueue((key, dueAt));
            return Task.FromResult(true);
        }
    }

    /// <summary>An account with two lists on which nothing stands.</summary>
    private sealed class List(ManyLists test, string id) : ProviderAccount
    {
        public override string Identity => id;

        public override string Host => id[..4];

        public override Acknowledgement Acknowledgement { get; } = new("text/plain", "thanks");

        public override bool Lists(OrderKind kind) => true;

        public override CallbackShape CheckShape(Callback callback) => CallbackShape.Acceptable;

        public override Task<CallbackResult> ReadAsync(Callback callback, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override async Task<ProviderResult<NoticePage>> ListAsync(
            OrderKind kind,
            DateTimeOffset from,
            DateTimeOffset to,
            int page,
            CancellationToken cancellationToken
        )
        {
            var moments = test._asked.GetOrAdd($"{id}/{kind}", _ => []);
            lock (moments)
                moments.Add(test._clock.GetUtcNow());
            var isDead = Host == "dead";
            await Instance.AskAsync(Host, () => Task.Delay(isDead ? TimeSpan.FromSeconds(15) : test._takes, test._clock, cancellationToken));
            return isDead
                ? new ProviderResult<NoticePage>.Unavailable("It does not answer.")
                : new ProviderResult<NoticePage>.Good(new NoticePage([], false));
        }
    }
}
