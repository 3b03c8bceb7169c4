using System.Diagnostics;
using FunctionsHost.Settings;
using FunctionsHost.Worker;
using FunctionsHost.Worker.Rpc;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace FunctionsHost.Http;

/// <summary>
/// Answers the requests of an HTTP function. The worker is given both, the request over HTTP and the invocation over its channel; it joins them
/// by the invocation's id, and both have to end before the answer is known.
/// </summary>
internal sealed partial class FunctionEndpoint(
    FunctionDefinition function,
    AuthLevel level,
    FunctionKeys keys,
    WorkerSupervisor worker,
    IHttpForwarder forwarder,
    ILogger log
)
{
    private static readonly ForwarderRequestConfig Config = new() { ActivityTimeout = TimeSpan.FromSeconds(240) };

    // Where one side has failed, the other gets this long to say so, too.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task RunAsync(HttpContext context)
    {
        if (!keys.Allow(context.Request, function.Name, level))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var id = Guid.NewGuid().ToString();
        var clock = Stopwatch.StartNew();
        // Not the address: a path may hold a secret.
        Log.Executing(log, function.Name, id);
        var failure = await RunAsync(context, id);
        if (failure is null)
        {
            Log.Executed(log, function.Name, id, clock.ElapsedMilliseconds);
            return;
        }

        Log.Failed(log, function.Name, id, clock.ElapsedMilliseconds, failure);
        if (context.Response.HasStarted)
        {
            // Nothing but a broken answer can tell the caller.
            context.Abort();
            return;
        }

        context.Response.Clear();
        context.Response.StatusCode = StatusCodes.Status500InternalServerError;
    }

    /// <returns>What went wrong; null when nothing did.</returns>
    private async Task<string?> RunAsync(HttpContext context, string id)
    {
        var clientGone = context.RequestAborted;
        // A caller that goes away ends both, as in the real host.
        using var endForwarding = CancellationTokenSource.CreateLinkedTokenSource(clientGone);
        using var endInvocation = CancellationTokenSource.CreateLinkedTokenSource(clientGone);
        try
        {
            var instance = await worker.CurrentAsync(clientGone);
            var invocation = HttpInvocation.Create(id, function, context.Request);
            var forwarding = ForwardAsync(context, id, instance, endForwarding.Token);
            var answer = worker.InvokeAsync(instance, function, invocation, endInvocation.Token);
            if (await Task.WhenAny(forwarding, answer) == answer)
            {
                if (!answer.IsCompletedSuccessfully || answer.Result.Result?.Status != StatusResult.Types.Status.Success)
                    endForwarding.CancelAfter(Patience);
            }
            else if (await forwarding is not null)
            {
                // The worker waits for a request that does not come.
                await endInvocation.CancelAsync();
                await Task.WhenAny(answer, Task.Delay(Patience, CancellationToken.None));
            }

            var unsent = await forwarding;
            if (unsent is not null && !answer.IsCompleted)
                return unsent;
            FunctionFailedException.ThrowIfFailed(function.Name, await answer);
            return unsent;
        }
        catch (Exception e) when (e is FunctionFailedException or WorkerGoneException or TimeoutException)
        {
            return e.Message;
        }
        catch (OperationCanceledException)
        {
            return "There was no worker to run it.";
        }
    }

    private async Task<string?> ForwardAsync(HttpContext context, string id, WorkerInstance instance, CancellationToken cancellationToken)
    {
        if (instance.HttpUri is not { } address)
            return "The worker has no web server: the app has to call ConfigureFunctionsWebApplication.";
        var error = await forwarder.SendAsync(context, address, instance.Requests, Config, new WorkerTransformer(id), cancellationToken);
        return error == ForwarderError.None
            ? null
            : $"The request did not reach the worker, or its answer the caller: {error}. {context.GetForwarderErrorFeature()?.Exception?.GetBaseException().Message}";
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Executing 'Functions.{Function}' (Id={Id})")]
        public static partial void Executing(ILogger logger, string function, string id);

        [LoggerMessage(Level = LogLevel.Information, Message = "Executed 'Functions.{Function}' (Succeeded, Id={Id}, Duration={Milliseconds}ms)")]
        public static partial void Executed(ILogger logger, string function, string id, long milliseconds);

        [LoggerMessage(Level = LogLevel.Error, Message = "Executed 'Functions.{Function}' (Failed, Id={Id}, Duration={Milliseconds}ms): {Reason}")]
        public static partial void Failed(ILogger logger, string function, string id, long milliseconds, string reason);
    }
}
