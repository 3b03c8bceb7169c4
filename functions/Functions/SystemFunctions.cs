using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Storage;

namespace PaymentHub.Functions;

/// <summary>Health, and the API's description of itself.</summary>
public sealed class SystemFunctions(StorageHealth storage, HttpEdge edge)
{
    /// <summary>GET /health/live: the process answers.</summary>
    [Function(nameof(CheckLive))]
    public static IResult CheckLive([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health/live")] HttpRequest request) =>
        Results.Text("live");

    /// <summary>GET /health/ready: the app can do its work, for storage answers too.</summary>
    [Function(nameof(CheckReady))]
    public async Task<IResult> CheckReady(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health/ready")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var parts = await storage.AskAsync().WaitAsync(cancellationToken);
        var isReady = parts.All(part => part.Trouble is null);
        if (!isReady)
            RetryAfter.Set(request.HttpContext.Response, Problem.Unavailable.RetryAfter!.Value);
        // Which part it is helps nobody outside; an operator, by their key, is told.
        var text =
            (isReady ? "ready" : "not ready")
            + (edge.Admits(request, OperatorRoles.View) ? string.Concat(parts.Select(part => $"\n{part.Part}: {part.Trouble ?? "ready"}")) : "");
        return Results.Text(text, statusCode: isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>GET /openapi.yaml: what this API is, for merchants' programs.</summary>
    [Function(nameof(GetApiDescription))]
    public static IResult GetApiDescription([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "openapi.yaml")] HttpRequest request) =>
        Results.Bytes(ApiDescription.Merchants, "application/yaml; charset=utf-8");

    /// <summary>GET /ops/openapi.yaml: what operators and providers call.</summary>
    [Function(nameof(GetOperatorsApiDescription))]
    public Task<IResult> GetOperatorsApiDescription(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/openapi.yaml")] HttpRequest request
    ) => edge.RunAsync(request, OperatorRoles.View, _ => Task.FromResult(Results.Bytes(ApiDescription.Operators, "application/yaml; charset=utf-8")));

    /// <summary>GET /docs: what this API is, for people.</summary>
    [Function(nameof(GetDocs))]
    public static IResult GetDocs([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "docs")] HttpRequest request)
    {
        var headers = request.HttpContext.Response.Headers;
        headers.ContentSecurityPolicy = ApiPage.ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        return Results.Bytes(ApiPage.Content, "text/html; charset=utf-8");
    }

    /// <summary>
    /// Whatever no other function takes: a path that there is not, or a method that a path does not take. Both the host and the worker put a
    /// route with a word or a parameter before one that is only a catch-all, so that it stands in no other function's way.
    /// </summary>
    [Function(nameof(RefuseRequest))]
    public static IResult RefuseRequest([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request)
    {
        var methods = RouteTable.MethodsAt(request.Path);
        if (methods.Count == 0)
            return ProblemResult.Of(Problem.NotFound("path"));

        request.HttpContext.Response.Headers.Allow = string.Join(", ", methods.Append(HttpMethods.Options));
        return HttpMethods.IsOptions(request.Method)
            ? Results.NoContent()
            : ProblemResult.Of(new Problem(405, "method_not_allowed", $"This path supports only {string.Join(", ", methods)}."));
    }
}
