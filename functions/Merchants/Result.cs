namespace PaymentHub.Merchants;

/// <summary>The result of a request: a value, or a problem.</summary>
public abstract record Result<T>
{
    private Result() { }

    /// <summary>Handles each case.</summary>
    public abstract TOut Match<TOut>(Func<Success, TOut> success, Func<Problem, TOut> failure);

    /// <summary>Goes on with the value, if there is one.</summary>
    public Task<Result<TNext>> ThenAsync<TNext>(Func<T, Task<Result<TNext>>> next) =>
        Match(success => next(success.Value), problem => Task.FromResult<Result<TNext>>(new Result<TNext>.Failure(problem)));

    /// <summary>Done.</summary>
    /// <param name="Value">What is answered.</param>
    /// <param name="Created">Whether this request created it.</param>
    public sealed record Success(T Value, bool Created = false) : Result<T>
    {
        public override TOut Match<TOut>(Func<Success, TOut> success, Func<Problem, TOut> failure) => success(this);
    }

    /// <summary>Not done.</summary>
    public sealed record Failure(Problem Problem) : Result<T>
    {
        public override TOut Match<TOut>(Func<Success, TOut> success, Func<Problem, TOut> failure) => failure(Problem);
    }
}
