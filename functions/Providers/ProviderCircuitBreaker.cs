namespace PaymentHub.Providers;

/// <summary>
/// Whether one account's provider is down, as far as this instance has seen. Each order's queries know nothing of the others': with a thousand open
/// orders, a provider that is down would be asked a thousand times. So after some failures in a row nobody asks for a while, longer each time, and
/// then one query finds out whether it is back. Thread-safe.
/// </summary>
/// <remarks>
/// The circuit breaker of Polly.Core, whose retries and time-outs are used beside this, was tried in 8.9.1 and does less. It opens by the share of
/// failures in a span of time, so that an answer keeps it closed for the rest of the span where three failures in a row mean that nobody is there.
/// One failure that says until when to stay away cannot open it: it counts two at least, and one opened by hand has no end. A trial question that we
/// give up ourselves closes it, as if it had been answered. And it wants to send the question itself, where a reconciliation decides by several
/// accounts' questions, and a withdrawal is sent all the same and its answer counts.
/// </remarks>
/// <param name="first">How long it is left alone at first; doubles with each question that finds it still away.</param>
/// <param name="max">The longest such time.</param>
internal sealed class ProviderCircuitBreaker(TimeSpan first, TimeSpan max, TimeProvider clock)
{
    // One lost answer is a hiccup, and so may the next one be.
    private const int MaxFailures = 3;

    // Whoever asks to be left alone for longer is asked again after an hour: payments wait for the answers.
    private static readonly TimeSpan MaxAsked = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private DateTimeOffset? _until;
    private TimeSpan _wait;
    private int _failures;

    /// <summary>Whether it counts as away.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_gate)
                return _until is not null;
        }
    }

    /// <summary>Whether a question may be sent now; if not, until when none may.</summary>
    public bool MayAsk(out DateTimeOffset until)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            until = _until ?? now;
            if (_until is null)
                return true;
            if (now < until)
                return false;
            // This one finds out. The next one is planned before it, so that nobody else asks and this one need not come back.
            _wait = Shorter(_wait * 2, max);
            _until = now + _wait;
            return true;
        }
    }

    /// <summary>Notes a question without an answer.</summary>
    /// <param name="asked">How long the provider asks to be left alone; null when it does not say.</param>
    /// <returns>Whether it counts as away from now on, and did not before.</returns>
    public bool Fail(TimeSpan? asked)
    {
        lock (_gate)
        {
            _failures++;
            var left = _until is null && (_failures >= MaxFailures || asked is not null);
            if (_until is null && !left)
                return false;
            if (left)
                _wait = Shorter(first, max);
            var until = clock.GetUtcNow() + (asked > _wait ? Shorter(asked.Value, MaxAsked) : _wait);
            _until = until > _until ? until : _until ?? until;
            return left;
        }
    }

    /// <summary>Notes an answer, to whatever was sent.</summary>
    /// <returns>Whether it counted as away until now.</returns>
    public bool Succeed()
    {
        lock (_gate)
        {
            var away = _until is not null;
            (_failures, _until) = (0, null);
            return away;
        }
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
