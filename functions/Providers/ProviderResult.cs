namespace PaymentHub.Providers;

/// <summary>The result of asking a provider.</summary>
public abstract record ProviderResult<T>
{
    private ProviderResult() { }

    /// <summary>Handles each case.</summary>
    public abstract TOut Match<TOut>(Func<T, TOut> good, Func<Refused, TOut> refused, Func<TOut> absent, Func<string, TOut> unavailable);

    /// <summary>The same; with a good answer by a step that takes time.</summary>
    public Task<TOut> MatchAsync<TOut>(Func<T, Task<TOut>> good, Func<Refused, TOut> refused, Func<TOut> absent, Func<string, TOut> unavailable) =>
        Match(good, answer => Task.FromResult(refused(answer)), () => Task.FromResult(absent()), reason => Task.FromResult(unavailable(reason)));

    /// <summary>The provider did it, and this is its answer.</summary>
    public sealed record Good(T Value) : ProviderResult<T>
    {
        public override TOut Match<TOut>(Func<T, TOut> good, Func<Refused, TOut> refused, Func<TOut> absent, Func<string, TOut> unavailable) =>
            good(Value);
    }

    /// <summary>The provider answered with a refusal.</summary>
    /// <param name="Code">Its code, as text.</param>
    /// <param name="Message">Its message and description, as they came; may be empty.</param>
    public sealed record Refused(string Code, string Message) : ProviderResult<T>
    {
        public override TOut Match<TOut>(Func<T, TOut> good, Func<Refused, TOut> refused, Func<TOut> absent, Func<string, TOut> unavailable) =>
            refused(this);
    }

    /// <summary>Queries: a good answer that there is no such thing.</summary>
    public sealed record Absent : ProviderResult<T>
    {
        public override TOut Match<TOut>(Func<T, TOut> good, Func<Refused, TOut> refused, Func<TOut> absent, Func<string, TOut> unavailable) =>
            absent();
    }

    /// <summary>No reliable answer: a timeout, a broken connection, a 5xx, an unreadable body.</summary>
    public sealed record Unavailable(string Reason) : ProviderResult<T>
    {
        public override TOut Match<TOut>(Func<T, TOut> good, Func<Refused, TOut> refused, Func<TOut> absent, Func<string, TOut> unavailable) =>
            unavailable(Reason);
    }
}
