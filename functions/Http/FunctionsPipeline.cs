using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace PaymentHub.Http;

/// <summary>What every function runs in.</summary>
public static class FunctionsPipeline
{
    public static IFunctionsWorkerApplicationBuilder UsePaymentHub(this IFunctionsWorkerApplicationBuilder app)
    {
        // Which server answers is nobody's business.
        app.Services.Configure<KestrelServerOptions>(kestrel => kestrel.AddServerHeader = false);
        return app.UseMiddleware<SecurityHeaders>();
    }
}
