using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
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

/// <summary>What the framework says of every request is not for logs.</summary>
public static class FrameworkLogging
{
    /// <summary>Filters out the framework's log lines about every request: their paths contain callback ids, which are secret.</summary>
    public static ILoggingBuilder QuietFramework(this ILoggingBuilder logging) =>
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);
}
