using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PaymentHub.Tests.Support.App;

/// <summary>The app's HTTP functions behind a real web server, with the host's answers
/// to what no function takes and to what a function throws.</summary>
internal sealed partial class HttpFunctions(FunctionPipeline pipeline, CancellationToken killed)
{
    public void Map(WebApplication app)
    {
        var logger = app.Services.GetRequiredService<ILogger<HttpFunctions>>();
        app.UseRouting();
        // The host answers 404 also where a route has the path but not the method; routing alone would say 405.
        app.Use(
            (http, next) =>
            {
                if (http.GetEndpoint() is not RouteEndpoint)
                    http.SetEndpoint(null);
                return next(http);
            }
        );
        foreach (var function in AppFunction.All.Where(function => function.Trigger is HttpTriggerAttribute))
        {
            var trigger = (HttpTriggerAttribute)function.Trigger;
            app.MapMethods(trigger.Route ?? function.Name, trigger.Methods ?? [], http => AnswerAsync(function, http, logger));
        }
    }

    private async Task AnswerAsync(AppFunction function, HttpContext http, ILogger logger)
    {
        // A killed process answers nothing: the connection breaks before the function learns of it.
        await using var cut = killed.Register(http.Abort);
        try
        {
            await pipeline.RunAsync(function, http.RequestServices, http);
        }
        catch (Exception e)
        {
            Log.Failed(logger, e, function.Name);
            if (http.Response.HasStarted)
            {
                http.Abort();
                return;
            }

            http.Response.Clear();
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Function {Function} failed")]
        public static partial void Failed(ILogger logger, Exception failure, string function);
    }
}
