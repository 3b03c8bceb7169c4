using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Http;
using PaymentHub.Merchants;

namespace PaymentHub.Functions;

/// <summary>
/// Whatever no other function takes: a path that there is not, or a method that a path does not take. Both the host and the worker put a
/// route with a word or a parameter before one that is only a catch-all, so that it stands in no other function's way.
/// </summary>
public static class RefuseRequest
{
    [Function(nameof(RefuseRequest))]
    public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request)
    {
        var methods = RouteTable.MethodsAt(request.Path);
        if (methods.Count == 0)
            return ProblemResult.Of(Problem.NotFound("path"));

        request.HttpContext.Response.Headers.Allow = string.Join(", ", methods.Append(HttpMethods.Options));
        return HttpMethods.IsOptions(request.Method)
            ? Results.NoContent()
            : ProblemResult.Of(new Problem(405, "method_not_allowed", $"This path takes only {string.Join(", ", methods)}."));
    }
}
