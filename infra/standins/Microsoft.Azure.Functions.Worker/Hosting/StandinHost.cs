using Microsoft.Extensions.Hosting;

namespace Microsoft.Azure.Functions.Worker.Standin.Hosting;

/// <summary>
/// The host of an app, with the functions host inside the same process. It behaves as the real host and worker do,
/// as far as an app can see, except that it leaves out:
/// the blob monitor of timers (nothing is remembered over a restart, IsPastDue is always false) and their lease
/// (each instance runs its timers);
/// keys, and with them the levels of authorization, as under Core Tools;
/// the /admin API and the home page; scaling; retry policies; input and output bindings, HttpRequestData,
/// and HTTP parameters from the query; triggers other than HTTP, queue and timer.
/// Functions start after the app's own hosted services, where the real host may call them earlier.
/// Disposing it without stopping cuts everything off as a killed process would: messages stay hidden until their
/// time is over, nothing is deleted or moved.
/// Settings that only the stand-in knows: Functions:Assemblies and Functions:Types (where functions are looked for),
/// Functions:LocalSettings (none: local.settings.json is not read), Functions:Queues:MessageVisibility (instead of the
/// ten minutes). Any HttpPipelinePolicy in the container joins the queue triggers' clients.
/// </summary>
internal sealed class StandinHost(IHost inner, FunctionsRuntime runtime) : IHost, IAsyncDisposable
{
    public IServiceProvider Services => inner.Services;

    public Task StartAsync(CancellationToken cancellationToken = default) => inner.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken = default) => inner.StopAsync(cancellationToken);

    // On the pool, because the caller's context may be blocked by this very call.
    public void Dispose() => Task.Run(async () => await DisposeAsync()).GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        await runtime.KillAsync();
        if (inner is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
        else
            inner.Dispose();
    }
}
