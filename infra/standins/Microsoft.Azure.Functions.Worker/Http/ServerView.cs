using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace Microsoft.Azure.Functions.Worker.Standin.Http;

/// <summary>The web server as the app's container shows it: its features, such as the bound addresses, and no control over it.</summary>
internal sealed class ServerView(FunctionsWeb web) : IServer
{
    public IFeatureCollection Features => web.Features;

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull =>
        throw new NotSupportedException("The functions host starts its server.");

    public Task StopAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException("The functions host stops its server.");

    public void Dispose()
    {
    }
}
