namespace PaymentHub.Merchants;

/// <summary>What a merchant's request came to: a value, or a problem.</summary>
public abstract record Answer<T>
{
    private Answer()
    {
    }

    /// <summary>Done.</summary>
    /// <param name="Value">What is answered.</param>
    /// <param name="Created">Whether this request created it.</param>
    public sealed record Done(T Value, bool Created = false) : Answer<T>;

    /// <summary>Not done.</summary>
    public sealed record Not(Problem Problem) : Answer<T>;
}
