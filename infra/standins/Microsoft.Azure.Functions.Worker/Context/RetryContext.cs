namespace Microsoft.Azure.Functions.Worker;

/// <summary>The host's own retry policies, which queue triggers do not have.</summary>
public abstract class RetryContext
{
    public abstract int RetryCount { get; }

    public abstract int MaxRetryCount { get; }
}
