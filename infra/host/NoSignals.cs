using Microsoft.Extensions.Hosting;

namespace FunctionsHost;

/// <summary>
/// Lets signals be: a host is made of several that .NET calls hosts too, and each would stop by itself at once, under the others that still have
/// running work to end.
/// </summary>
internal sealed class NoSignals : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
