namespace PaymentHub.Merchants;

/// <summary>What a merchant's request came to: a value, or a problem.</summary>
public abstract record Result<T>
{
    private Result()
    {
    }

    /// <summary>Done.</summary>
    /// <param name="Value">What is answered.</param>
    /// <param name="Created">Whether this request created it.</param>
    public sealed record Success(T Value, bool Created = false) : Result<T>;

    /// <summary>Not done.</summary>
    public sealed record Failure(Problem Problem) : Result<T>;
}
