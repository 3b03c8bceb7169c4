using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using PaymentHub.Merchants;

namespace PaymentHub.Triggers;

/// <summary>
/// What every answer says to browsers: it is no page, nobody else's, and not to be kept. A function that does answer with a page sets its
/// own. Nothing here allows another origin, so CORS is closed. And what every answer says to whoever asks about it later: its request's id,
/// which is the host's id of the invocation, by which the logs are found.
/// </summary>
public sealed class SecurityHeaders(MerchantDirectory directory) : IFunctionsWorkerMiddleware
{
    private const string RequestId = "Request-Id";

    private readonly bool _secure = directory.Settings.PublicBaseUrl.Scheme == Uri.UriSchemeHttps;

    /// <summary>The id that this request's answer bears; null outside a function.</summary>
    internal static string? RequestIdOf(HttpContext http) => http.Response.Headers[RequestId] is [{ Length: > 0 } id] ? id : null;

    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http)
        {
            var headers = http.Response.Headers;
            headers[RequestId] = context.InvocationId;
            headers.XContentTypeOptions = "nosniff";
            headers.CacheControl = "no-store";
            headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "no-referrer";
            if (_secure)
                headers.StrictTransportSecurity = "max-age=31536000";
        }

        return next(context);
    }
}
