using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using PaymentHub.Merchants;

namespace PaymentHub.Triggers;

/// <summary>
/// What every answer says to browsers: it is no page, nobody else's, and not to be kept. A function that does answer with a page sets its
/// own. Nothing here allows another origin, so CORS is closed.
/// </summary>
public sealed class SecurityHeaders(MerchantDirectory directory) : IFunctionsWorkerMiddleware
{
    private readonly bool _secure = directory.Settings.PublicBaseUrl.Scheme == Uri.UriSchemeHttps;

    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http)
        {
            var headers = http.Response.Headers;
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
