using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Azure.Functions.Worker.Standin.Functions;

namespace Microsoft.Azure.Functions.Worker.Standin.Http;

/// <summary>
/// Shows an HTTP invocation its HttpContext and writes its result. Like the real one it is a step of the app's own
/// pipeline: middleware added after ConfigureFunctionsWebApplication sees the context and may replace the result.
/// </summary>
internal static class HttpResultMiddleware
{
    public static object HttpContextKey { get; } = "HttpRequestContext";

    public static FunctionExecutionDelegate Around(FunctionExecutionDelegate next) => async context =>
    {
        if (context is not InvocationContext { Trigger: HttpTriggerCall call })
        {
            await next(context);
            return;
        }

        var http = call.Http;
        var own = http.Features.Get<IServiceProvidersFeature>();
        http.Features.Set<IServiceProvidersFeature>(new ScopeServices(context.InstanceServices));
        try
        {
            context.Items[HttpContextKey] = http;
            await next(context);
            await WriteAsync(context.GetInvocationResult().Value, http);
        }
        finally
        {
            http.Features.Set(own);
        }
    };

    // A result of any other type, or none, leaves the response as it is: the real host then answers 200 with no body.
    private static Task WriteAsync(object? result, HttpContext http) => result switch
    {
        IActionResult action => action.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new ActionDescriptor())),
        IResult plain => plain.ExecuteAsync(http),
        _ => Task.CompletedTask,
    };

    private sealed class ScopeServices(IServiceProvider services) : IServiceProvidersFeature
    {
        public IServiceProvider RequestServices { get; set; } = services;
    }
}
