using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PaymentHub.Merchants;

namespace PaymentHub.Http;

/// <summary>What every function runs in.</summary>
public static class FunctionsPipeline
{
    public static IFunctionsWorkerApplicationBuilder UsePaymentHub(this IFunctionsWorkerApplicationBuilder app)
    {
        // Which server answers is nobody's business.
        app.Services.Configure<KestrelServerOptions>(kestrel => kestrel.AddServerHeader = false);
        return app.UseMiddleware<SecurityHeaders>().UseMiddleware<FreshDirectory>();
    }
}

/// <summary>Whatever is begun, is begun with a directory that is new enough.</summary>
public sealed class FreshDirectory(DirectoryRefresh refresh) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        await refresh.EnsureFreshAsync(context.CancellationToken);
        await next(context);
    }
}
