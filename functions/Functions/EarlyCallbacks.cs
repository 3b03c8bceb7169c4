using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PaymentHub.Functions;

/// <summary>
/// Starts to receive callbacks as soon as their requests have reached this process. Two things arrive here for each: the request, which the host
/// forwards, and, over another channel, the host's call of the function. When the sender hangs up, the host cancels both; the worker then ends the
/// request, although it was sent completely, and never runs a function that it has not started. So nothing here waits for the call: when the function
/// runs, it answers with the result of the early processing.
/// </summary>
public sealed partial class EarlyCallbacks(CallbackIntake intake, ILogger<EarlyCallbacks> logger) : IStartupFilter
{
    private const string Root = "/callbacks";

    private static readonly object Answer = new();

    /// <summary>What a callback's sender is to be answered; null for a request that was not taken in early.</summary>
    internal static Task<IResult>? AnswerOf(HttpContext http) => http.Items.TryGetValue(Answer, out var answer) ? (Task<IResult>)answer! : null;

    /// <inheritdoc/>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
        app =>
        {
            app.Use(RunAsync);
            next(app);
        };

    private async Task RunAsync(HttpContext http, RequestDelegate next)
    {
        // Whatever else leads to the function is taken in by it.
        if (
            !HttpMethods.IsPost(http.Request.Method)
            || !http.Request.Path.StartsWithSegments(Root, out var rest)
            || rest.Value is not ['/', .. { Length: > 0 } callbackId]
            || callbackId.Contains('/', StringComparison.Ordinal)
        )
        {
            await next(http);
            return;
        }

        var answer = intake.TakeAsync(http.Request, callbackId);
        http.Items[Answer] = answer;
        try
        {
            await next(http);
        }
        finally
        {
            // The request is there only as long as this runs.
            await ((Task)answer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (answer.Exception is { } failure && http.RequestAborted.IsCancellationRequested)
                Log.Failed(logger, failure.GetBaseException());
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A callback whose sender had hung up could not be stored.")]
        public static partial void Failed(ILogger logger, Exception failure);
    }
}
