namespace Microsoft.Azure.Functions.Worker.Standin.Hosting;

/// <summary>Waits for what starts a function, until the shutdown begins.</summary>
internal interface IListener
{
    /// <summary>Ends when the shutdown has begun and the invocations it started have ended.</summary>
    Task ListenAsync();
}
