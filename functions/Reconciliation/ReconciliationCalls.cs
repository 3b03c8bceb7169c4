using System.Collections.Concurrent;

namespace PaymentHub.Reconciliation;

/// <summary>
/// Which of the lists that are due are called for now: of each provider's host about as many as it reads until the next run, the one longest due
/// first. So a call finds a turn when it comes, nobody loses a place by going around, and of a host that is slow few calls are in the queue that all
/// share. How many a host reads, on however many instances, shows in how many of its calls were taken since the last run. Whoever begins anew calls
/// for some twice.
/// </summary>
internal sealed class ReconciliationCalls
{
    /// <summary>So many calls of a host are out at first: what two instances read in 15 s, at a second each.</summary>
    public const int FirstShare = 240;

    /// <summary>So many calls of all hosts are out at most.</summary>
    public const int MaxCalls = 1_000;

    /// <summary>
    /// So many more of a host's calls are out than a sixteenth above what it reads until the next run: it never waits for one, and where a list takes
    /// a second or more they find a place in the line of one instance.
    /// </summary>
    private const int Spare = 16;

    /// <summary>Fewer than these show in a part of the time until the next run, as fast as one instance reads them.</summary>
    private const int Few = FirstShare / 2;

    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(15);

    /// <summary>A call that nobody has taken for so long is made again. Two for one list cost a read.</summary>
    private static readonly TimeSpan CallAgain = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, PlannedCall> _out = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _shares = new(StringComparer.Ordinal);
    private DateTimeOffset _planned;

    /// <summary>Notes a call that was made.</summary>
    public void Add(PlannedCall call) => _out[call.List.Key] = call;

    /// <summary>The calls to make now, each with the moment at which it shows.</summary>
    /// <param name="due">The lists that are due, the one longest due first.</param>
    public IReadOnlyList<PlannedCall> Plan(IReadOnlyList<DueList> due, DateTimeOffset now)
    {
        var run = _planned == default || now - _planned > LongestRun ? LongestRun : now - _planned;
        _planned = now;
        var taken = ForgetTaken(due);
        var pending = _out.Values.Where(call => now - call.At < CallAgain).Select(call => call.List).ToHashSet();
        var hosts = pending.CountBy(list => list.Host).ToDictionary();
        foreach (var host in taken.Keys.Union(hosts.Keys))
            _shares[host] = NextShare(ShareOf(host), taken.GetValueOrDefault(host), hosts.GetValueOrDefault(host));

        var calls = new List<DueList>();
        foreach (var list in due.Where(list => !pending.Contains(list)))
        {
            if (pending.Count + calls.Count >= MaxCalls)
                break;
            var before = hosts.GetValueOrDefault(list.Host);
            if (before >= ShareOf(list.Host))
                continue;
            calls.Add(list);
            hosts[list.Host] = before + 1;
        }

        return [.. calls.GroupBy(list => list.Host).SelectMany(host => Spread([.. host], now, run)).OrderBy(call => call.At)];
    }

    // A line is short: more at once than a host reads would find no place in it.
    private static IEnumerable<PlannedCall> Spread(IReadOnlyList<DueList> lists, DateTimeOffset now, TimeSpan run) =>
        lists.Select((list, before) => new PlannedCall(list, now + (run * before / Math.Max(lists.Count, Few))));

    private int ShareOf(string host) => _shares.GetValueOrDefault(host, FirstShare);

    /// <summary>
    /// A host that took nearly all its calls may read more than it was called for. One that did not is called for as many as it took, and a few more.
    /// </summary>
    private static int NextShare(int share, int taken, int left) => left <= Spare ? Math.Max(share, taken * 5 / 4) : taken + (taken / 16) + Spare;

    /// <summary>Forgets the calls for lists that were taken on since, and counts them by host.</summary>
    private Dictionary<string, int> ForgetTaken(IReadOnlyList<DueList> due)
    {
        var still = due.Select(list => (list.Key, list.Revision)).ToHashSet();
        var taken = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (key, call) in _out.Where(one => !still.Contains((one.Key, one.Value.List.Revision))).ToList())
        {
            _out.TryRemove(key, out _);
            taken[call.List.Host] = taken.GetValueOrDefault(call.List.Host) + 1;
        }

        return taken;
    }
}

/// <summary>A list that is due.</summary>
/// <param name="Key">Its reconciliation's key.</param>
/// <param name="Revision">The state of it in which it is due: whoever takes it on changes it.</param>
/// <param name="Host">Its provider's host; empty when its account is gone.</param>
internal sealed record DueList(string Key, string Revision, string Host);

/// <summary>A call for the reading of a list.</summary>
/// <param name="At">When it shows.</param>
internal sealed record PlannedCall(DueList List, DateTimeOffset At);
