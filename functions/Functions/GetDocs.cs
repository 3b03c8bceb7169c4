using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Http;

namespace PaymentHub.Functions;

/// <summary>GET /docs: what this API is, for people.</summary>
public static class GetDocs
{
    [Function(nameof(GetDocs))]
    public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "docs")] HttpRequest request)
    {
        var headers = request.HttpContext.Response.Headers;
        headers.ContentSecurityPolicy = ApiPage.ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        return Results.Bytes(ApiPage.Content, "text/html; charset=utf-8");
    }
}
