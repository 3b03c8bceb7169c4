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
    /// So many more may wait for their turn. Whoever waits holds one of the queue's 128 turns on this instance, and others' hosts need those too.
    /// </summary>
    public const int MaxWaiting = 24;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, ProviderHost> _hosts = new(StringComparer.Ordinal);

    /// <summary>The host of an account.</summary>
    internal ProviderHost Of(Account account) =>
        _hosts.GetOrAdd($"{account.ProviderName} at {account.Provider.Host}", name => new ProviderHost(new(First, Longest, clock), name, logger));

    /// <summary>One host.</summary>
    internal sealed class ProviderHost(ProviderCircuitBreaker breaker, string name, ILogger logger)
    {
        private readonly Lock _gate = new();
        private readonly Queue<TaskCompletionSource> _waiting = [];
        private readonly ConcurrentDictionary<string, bool> _failed = new(StringComparer.Ordinal);
        private int _taken;

        /// <summary>Takes a turn, waiting for it; null when too many wait already.</summary>
        public async Task<IDisposable?> TryEnterAsync(CancellationToken cancellationToken)
        {
            var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_gate)
            {
                if (_waiting.Count >= MaxWaiting)
                    return null;
                if (_taken < MaxAtOnce)
                {
                    _taken++;
                    turn.SetResult();
                }
                else
                {
                    _waiting.Enqueue(turn);
                }
            }

            // Who is cancelled while waiting stays in the row, and is passed over.
            await using var registration = cancellationToken.Register(() => turn.TrySetCanceled(cancellationToken));
            await turn.Task;
            return new Turn(this);
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

        private void Leave()
        {
            lock (_gate)
            {
                while (_waiting.TryDequeue(out var next))
                {
                    if (next.TrySetResult())
                        return;
                }

                _taken--;
            }
        }

        private sealed class Turn(ProviderHost host) : IDisposable
        {
            public void Dispose() => host.Leave();
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
