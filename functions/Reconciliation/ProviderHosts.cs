using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Providers;

namespace PaymentHub.Reconciliation;

/// <summary>
/// The providers' hosts whose lists are read: how many lists of one are read at once, and whether it is away. Accounts share both, so that a host
/// that does not answer costs a few of them a time-out and not each, and takes no turn of another host's. Each instance of the app counts by
/// itself. Thread-safe.
/// </summary>
public sealed partial class ProviderHosts(TimeProvider clock, ILogger<ProviderHosts> logger)
{
    /// <summary>So many lists of a host are read at once, mostly waiting for it: at a second each, 2,400 in five minutes.</summary>
    public const int MaxAtOnce = 8;

    /// <summary>
    /// So many more may wait for their turn: at a second each, for four. Whoever waits holds one of the queue's 128 turns on this instance, and other
    /// hosts' lists need those too.
    /// </summary>
    public const int MaxWaiting = 32;

    /// <summary>Nobody waits for a turn who would get it later than this: the slower a host is, the shorter is its line.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan First = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, ProviderHost> _hosts = new(StringComparer.Ordinal);

    /// <summary>The host of an account.</summary>
    internal ProviderHost Of(Account account) =>
        _hosts.GetOrAdd(NameOf(account), name => new ProviderHost(new(First, Longest, clock), name, clock, logger));

    /// <summary>What an account's host is called; the same for all that share one.</summary>
    internal static string NameOf(Account account) => $"{account.ProviderName} at {account.Provider.Host}";

    /// <summary>One host.</summary>
    internal sealed class ProviderHost(ProviderCircuitBreaker breaker, string name, TimeProvider clock, ILogger logger)
    {
        private readonly Lock _gate = new();
        private readonly Queue<Turn> _waiting = [];
        private readonly HashSet<Turn> _reading = [];
        private readonly ConcurrentDictionary<string, bool> _failed = new(StringComparer.Ordinal);
        private TimeSpan _usual;
        private int _sentAway;

        /// <summary>Takes a turn, waiting for it; null when too many wait already.</summary>
        public async Task<IDisposable?> TryEnterAsync(CancellationToken cancellationToken)
        {
            var turn = new Turn(this);
            lock (_gate)
            {
                if (_reading.Count < MaxAtOnce)
                    Begin(turn);
                else if (_waiting.Count >= MaxWaiting || WaitOfNext() > LongestWait)
                    return null;
                else
                    _waiting.Enqueue(turn);
            }

            // Who is cancelled while waiting stays in the row, and is passed over.
            await using var registration = cancellationToken.Register(() => turn.Begun.TrySetCanceled(cancellationToken));
            await turn.Begun.Task;
            return turn;
        }

        /// <summary>
        /// After how long somebody who got no turn tries again: when those who wait now have had theirs, and not all at once but one after the other,
        /// as the host reads them.
        /// </summary>
        public TimeSpan NextTry()
        {
            lock (_gate)
                return WaitOfNext() + (TurnTakes() * (_sentAway++ % MaxAtOnce) / MaxAtOnce);
        }

        /// <summary>Whether a list may be asked for now; if not, until when none may.</summary>
        public bool MayAsk(out DateTimeOffset until) => breaker.MayAsk(out until);

        /// <summary>
        /// Notes whether a list was answered. One account may be without answers for reasons of its own: only when several are, and none beside
        /// them is not, the host counts as away. While it does, each question is one that finds out.
        /// </summary>
        public void Note(string accountId, bool answered)
        {
            if (answered)
            {
                _failed.Clear();
                if (breaker.Succeed())
                    Log.Back(logger, name);
            }
            else if ((_failed.TryAdd(accountId, true) || breaker.IsOpen) && breaker.Fail(asked: null))
            {
                Log.Away(logger, name, _failed.Count.ToString(CultureInfo.InvariantCulture));
            }
        }

        private TimeSpan WaitOfNext() => TurnTakes() * (_waiting.Count + 1) / MaxAtOnce;

        /// <summary>What a turn took of late. One that takes longer just now counts too: a host that hangs has not ended any.</summary>
        private TimeSpan TurnTakes() => _reading.Select(Age).Append(_usual).Max();

        private TimeSpan Age(Turn turn) => clock.GetElapsedTime(turn.BeganAt);

        private bool Begin(Turn turn)
        {
            turn.BeganAt = clock.GetTimestamp();
            return turn.Begun.TrySetResult() && _reading.Add(turn);
        }

        private void Leave(Turn turn)
        {
            lock (_gate)
            {
                if (!_reading.Remove(turn))
                    return;
                _usual += (Age(turn) - _usual) / MaxAtOnce;
                while (_waiting.TryDequeue(out var next) && !Begin(next)) { }
            }
        }

        private sealed class Turn(ProviderHost host) : IDisposable
        {
            public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

            public long BeganAt { get; set; }

            public void Dispose() => host.Leave(this);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "{Host} answered none of the last lists, of {Accounts} accounts: all its lists are left alone for a while, longer each time."
        )]
        public static partial void Away(ILogger logger, string host, string accounts);

        [LoggerMessage(2, LogLevel.Information, "{Host} answers again.")]
        public static partial void Back(ILogger logger, string host);
    }
}
