using System.Text.Json;
using FunctionsHost.Http;
using FunctionsHost.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace FunctionsHost.Admin;

/// <summary>The host's own addresses below /admin. Where keys are asked for, they take the master key.</summary>
/// <param name="run">Runs a queue or timer function by hand, with the input that it is to have.</param>
internal sealed partial class AdminApi(
    string hostId,
    HostJson hostJson,
    IReadOnlyList<FunctionDefinition> functions,
    Func<FunctionDefinition, string?, Task> run,
    ILogger log
)
{
    public void Map(WebApplication server, FunctionKeys keys)
    {
        Map(
            server,
            keys,
            HttpMethods.Get,
            "/admin/host/status",
            context => context.Response.WriteAsJsonAsync(new { id = hostId, state = "Running" })
        );
        Map(server, keys, HttpMethods.Get, "/admin/functions", context => context.Response.WriteAsJsonAsync(functions.Select(Describe)));
        Map(server, keys, HttpMethods.Post, "/admin/functions/{name}", RunAsync);
    }

    private static void Map(WebApplication server, FunctionKeys keys, string method, string pattern, RequestDelegate answer) =>
        server
            .Map(
                pattern,
                context =>
                {
                    if (keys.AllowAdmin(context.Request))
                        return answer(context);
                    context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                    return Task.CompletedTask;
                }
            )
            .WithMetadata(new HttpMethodMetadata([method]))
            .Add(route => ((RouteEndpointBuilder)route).Order = -1);

    private object Describe(FunctionDefinition function) =>
        function.Trigger switch
        {
            HttpTrigger http => new
            {
                name = function.Name,
                trigger = "http",
                route = $"/{hostJson.RoutePrefix}/{http.Route}".Replace("//", "/", StringComparison.Ordinal),
                methods = http.Methods,
            },
            QueueTrigger queue => new
            {
                name = function.Name,
                trigger = "queue",
                queue = queue.Queue,
            },
            TimerTrigger timer => new
            {
                name = function.Name,
                trigger = "timer",
                schedule = timer.Schedule,
            },
            _ => new { name = function.Name },
        };

    private async Task RunAsync(HttpContext context)
    {
        var name = (string?)context.Request.RouteValues["name"];
        if (functions.FirstOrDefault(function => function.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } function)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (function.Trigger is HttpTrigger || await InputAsync(context.Request) is not { } input)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync(
                function.Trigger is HttpTrigger ? "An HTTP function is called by its route." : "The body takes {\"input\": \"...\"}."
            );
            return;
        }

        context.Response.StatusCode = StatusCodes.Status202Accepted;
        _ = RunAsync(function, input);
    }

    private async Task RunAsync(FunctionDefinition function, string input)
    {
        try
        {
            await run(function, input);
        }
        catch (Exception e)
        {
            // The caller has gone with its 202.
            Log.Failed(log, function.Name, e.GetBaseException().Message);
        }
    }

    /// <returns>Null when the body is something else.</returns>
    private static async Task<string?> InputAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var text = await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
        if (text.Length == 0)
            return "";
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind != JsonValueKind.Object ? null
                : json.RootElement.TryGetProperty("input", out var input) ? input.ToString()
                : "";
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "'Functions.{Function}', run by hand, failed: {Reason}")]
        public static partial void Failed(ILogger logger, string function, string reason);
    }
}
