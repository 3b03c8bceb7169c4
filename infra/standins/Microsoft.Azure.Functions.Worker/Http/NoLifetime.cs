using Microsoft.Extensions.Hosting;

namespace Microsoft.Azure.Functions.Worker.Standin.Http;

/// <summary>Keeps the inner web host from listening to signals: the functions host stops it when its functions have ended.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
