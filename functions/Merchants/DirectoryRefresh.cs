using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PaymentHub.Storage;
using PaymentHub.Telemetry;

namespace PaymentHub.Merchants;

/// <summary>
/// Keeps the directory up to date with its table. Incoming work causes a refresh: beside the work if the directory is ten seconds old, before it if
/// it is fifteen. So an idle instance reads nothing, and one that was paused starts with current data. Reading costs one operation per thousand
/// merchants, and one for each that has changed; at the start, adjacent merchants are read together.
/// </summary>
public sealed partial class DirectoryRefresh : IDisposable
{
    /// <summary>With no key older than this it is read again.</summary>
    public static readonly TimeSpan Old = TimeSpan.FromSeconds(10);

    /// <summary>No work begins with a directory that is older, as long as it can be read.</summary>
    public static readonly TimeSpan TooOld = TimeSpan.FromSeconds(15);

    /// <summary>If it cannot be read for so long, its keys are no longer trusted: one of them may have been revoked.</summary>
    public static readonly TimeSpan Unbelievable = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private const int AtOnce = 16;

    private readonly MerchantDirectory _directory;
    private readonly DirectoryStore _store;
    private readonly StoredMerchantReader _reader;
    private readonly TimeProvider _clock;
    private readonly HubGauges _gauges;
    private readonly ILogger<DirectoryRefresh> _logger;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<string, Known> _known = new(StringComparer.Ordinal);
    private long _readAtTicks = DateTimeOffset.MinValue.UtcTicks;
    private long _begunAtTicks = DateTimeOffset.MinValue.UtcTicks;
    private long _begun;
    private long _done;
    private volatile bool _failing;

    internal DirectoryRefresh(
        MerchantDirectory directory,
        DirectoryStore store,
        StoredMerchantReader reader,
        TimeProvider clock,
        HubGauges gauges,
        ILogger<DirectoryRefresh> logger
    ) => (_directory, _store, _reader, _clock, _gauges, _logger) = (directory, store, reader, clock, gauges, logger);

    /// <summary>Whether there is a table to read: without a master key there is not.</summary>
    public bool IsOn => _store.MasterKeys.Any;

    /// <summary>Whether what it says of API keys may be believed.</summary>
    public bool IsBelievable => !IsOn || _clock.GetUtcNow() - ReadAt < Unbelievable;

    private DateTimeOffset ReadAt => new(Interlocked.Read(ref _readAtTicks), TimeSpan.Zero);

    /// <summary>To be called before any work.</summary>
    public async Task EnsureFreshAsync(CancellationToken cancellationToken)
    {
        var age = _clock.GetUtcNow() - ReadAt;
        if (!IsOn || age < Old || (age < TooOld && _turn.CurrentCount == 0))
            return;
        var refresh = TryRefreshAsync(Interlocked.Read(ref _begun));
        // Storage that is away must not hold up everything that comes in.
        if (age >= TooOld && !_failing)
            await refresh.WaitAsync(cancellationToken);
    }

    /// <summary>Call this when something is not found: it may be new. Reads at most once a second, in case somebody tries names at random.</summary>
    /// <returns>Whether it is worth looking again.</returns>
    public async Task<bool> AfterMissAsync(CancellationToken cancellationToken)
    {
        if (!IsOn || _failing)
            return false;
        var begun = Interlocked.Read(ref _begun);
        var wait = new DateTimeOffset(Interlocked.Read(ref _begunAtTicks), TimeSpan.Zero) + Pause - _clock.GetUtcNow();
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, _clock, cancellationToken);
        await TryRefreshAsync(begun).WaitAsync(cancellationToken);
        return true;
    }

    /// <summary>Reads the directory at the app's start.</summary>
    /// <exception cref="InvalidSettingsException">The master key is not the right one.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await _store.CheckMasterKeyAsync(cancellationToken) is { } mistake)
            throw new InvalidSettingsException([mistake]);
        if (IsOn)
            await RefreshAsync(cancellationToken);
    }

    /// <summary>Reads what has changed.</summary>
    public Task RefreshAsync(CancellationToken cancellationToken) => RefreshAsync(Interlocked.Read(ref _begun), cancellationToken);

    public void Dispose() => _turn.Dispose();

    /// <summary>The same, whoever waits for it; what goes wrong is told here.</summary>
    private async Task TryRefreshAsync(long begun)
    {
        try
        {
            using var deadline = new CancellationTokenSource(OwnDeadline.Storing, _clock);
            await RefreshAsync(begun, deadline.Token);
        }
        // The last known directory is better than none; callers that must not rely on it check IsBelievable.
        catch (Exception e)
        {
            if (!_failing)
                Log.Failed(_logger, StorageFaults.IsUnavailable(e) ? null : e, e.GetBaseException().Message);
            _failing = true;
        }
    }

    /// <param name="begun">How many had been begun when this one was asked for: one that was begun since does for it, too.</param>
    private async Task RefreshAsync(long begun, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_done > begun)
                return;
            var number = Interlocked.Increment(ref _begun);
            var now = _clock.GetUtcNow();
            Interlocked.Exchange(ref _begunAtTicks, now.UtcTicks);
            if (await ReadAsync(now, cancellationToken))
                _directory.Publish(_known.Values.Select(known => known.State).OfType<MerchantState>());
            // Each change of a merchant makes its version one more, so that instances which have read the same tell the same sum.
            _gauges.DirectoryVersion(_known.Values.Sum(known => (long)(known.State?.Version ?? 0)));
            Interlocked.Exchange(ref _readAtTicks, now.UtcTicks);
            _done = number;
            if (_failing)
                Log.Back(_logger);
            _failing = false;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Reads the index, and the merchants that have changed.</summary>
    /// <returns>Whether anything is otherwise now.</returns>
    private async Task<bool> ReadAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var index = await _store.ReadIndexAsync(cancellationToken);
        var plan = DirectoryReadPlan.Of(
            index,
            entry => !_known.TryGetValue(entry.Id, out var known) || !known.Settled || known.Revision != entry.Revision,
            now
        );
        var read = new ConcurrentDictionary<string, StoredMerchant>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(
            plan,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (together, token) =>
            {
                foreach (var merchant in await _store.ReadAsync(together, token))
                    read[merchant.Id] = merchant;
            }
        );

        var changed = false;
        foreach (var (entry, together) in plan.SelectMany(together => together.Select(entry => (entry, together))))
        {
            var (stored, known) = (read.GetValueOrDefault(entry.Id), _known.GetValueOrDefault(entry.Id));
            var before = known?.State;
            // A version that was announced and is not there: it is on its way, or whoever announced it has died.
            // Whoever mends a row by hand announces nothing.
            var settled = stored?.Unreadable is null && (stored?.Version >= entry.Version || now - entry.At > DirectoryStore.Announced);
            var state = stored is null || (stored.Version == before?.Version && known is { Alone: true }) ? before : Make(stored, now, before);
            changed |= !ReferenceEquals(state, before);
            _known[entry.Id] = new Known(entry.Revision, settled, together.Count == 1, state);
        }

        foreach (var (id, known) in _known)
        {
            if (known.State is not { Stored: { } stored, NextEnd: { } end } state || end > now)
                continue;
            _known[id] = known with { State = Make(stored, now, state) };
            changed = true;
        }

        return changed;
    }

    private MerchantState Make(StoredMerchant stored, DateTimeOffset now, MerchantState? before)
    {
        var state = _reader.Read(stored, now, before);
        IReadOnlyList<string> mistakes = state.Broken?.AllMistakes ?? [];
        if (mistakes.Count > 0 && !mistakes.SequenceEqual(before?.Broken?.AllMistakes ?? []))
            Log.Broken(_logger, stored.Id, stored.Version, string.Concat(mistakes.Select(mistake => $"{Environment.NewLine}  - {mistake}")));
        if (state.Differences is { Count: > 0 } differences && !differences.SequenceEqual(before?.Differences ?? []))
            Log.Differs(_logger, stored.Id, string.Concat(differences.Select(difference => $"{Environment.NewLine}  - {difference}")));
        // It is needed again only where something ends by the clock.
        return state.NextEnd is null ? state with { Stored = null } : state;
    }

    /// <param name="Revision">The index entry with which it was read.</param>
    /// <param name="Settled">Whether nothing more can come of that entry.</param>
    /// <param name="Alone">Whether all of it was read at one moment. Read among others it is
    /// made anew when it is read again, though its version is the same.</param>
    private sealed record Known(string Revision, bool Settled, bool Alone, MerchantState? State);

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Error,
            "Merchant {Merchant} has mistakes in the directory, version {Version}; what they concern stays as it was, or is not served. /ops/accounts shows them, too.{Mistakes}"
        )]
        public static partial void Broken(ILogger logger, string merchant, int version, string mistakes);

        [LoggerMessage(2, LogLevel.Error, "The directory could not be read, and stays as it was: {Reason}")]
        public static partial void Failed(ILogger logger, Exception? exception, string reason);

        [LoggerMessage(3, LogLevel.Information, "The directory can be read again.")]
        public static partial void Back(ILogger logger);

        [LoggerMessage(
            4,
            LogLevel.Warning,
            "Merchant {Merchant} stands in the settings, which count, and otherwise in the directory. Import it again before the settings go, or discard it there.{Differences}"
        )]
        public static partial void Differs(ILogger logger, string merchant, string differences);
    }
}
