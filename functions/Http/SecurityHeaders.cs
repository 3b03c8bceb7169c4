using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;

namespace PaymentHub.Http;

/// <summary>
/// The headers of every response for browsers: not a page, not for other sites, not to be cached. A function that returns a page sets its own.
/// Nothing allows another origin, so CORS is closed. Also the request's id, which is the host's invocation id, for finding the logs. An unexpected
/// exception is answered here, too: a problem like any other, with the same headers and without internals.
/// </summary>
public sealed partial class SecurityHeaders(MerchantDirectory directory, ILogger<SecurityHeaders> logger) : IFunctionsWorkerMiddleware
{
    private const string RequestId = "Request-Id";

    private static readonly Problem Unforeseen = new(
        500,
        "internal_error",
        "An unexpected error occurred and was logged. Send the same request again later."
    );

    private readonly bool _secure = directory.Settings.PublicBaseUrl.Scheme == Uri.UriSchemeHttps;

    /// <summary>The id that this request's answer bears; null outside a function.</summary>
    internal static string? RequestIdOf(HttpContext http) => http.Response.Headers[RequestId] is [{ Length: > 0 } id] ? id : null;

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        // Every line of the log that is written within bears it.
        using var scope = logger.BeginScope(new Dictionary<string, object> { ["RequestId"] = context.InvocationId });
        if (context.GetHttpContext() is not { } http)
        {
            // What a queue's or a timer's function throws is the host's to deal with.
            await next(context);
            return;
        }

        var headers = http.Response.Headers;
        headers[RequestId] = context.InvocationId;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        if (_secure)
            headers.StrictTransportSecurity = "max-age=31536000";

        try
        {
            await next(context);
        }
        // A read that its caller has given up on is no failure, and nobody waits for an answer.
        catch (Exception e) when (e is not OperationCanceledException || !http.RequestAborted.IsCancellationRequested)
        {
            Log.Unforeseen(logger, e, context.FunctionDefinition.Name);
            if (!http.Response.HasStarted)
                await ProblemResult.Of(Unforeseen).ExecuteAsync(http);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Function} failed in a way that nobody foresaw, and was answered with 500.")]
        public static partial void Unforeseen(ILogger logger, Exception exception, string function);
    }
}
