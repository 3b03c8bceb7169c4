using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace PaymentHub.Tests.Standins.Worker;

/// <summary>HTTP functions with every kind of result.</summary>
public static class ResultProbes
{
    [Function("ActionResults")]
    public static IActionResult ActionResults(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "action/{kind}")] HttpRequest request, string kind) => kind switch
        {
            "object" => new ObjectResult(new { orderId = 7, request.Method }) { StatusCode = 201 },
            "status" => new StatusCodeResult(418),
            "file" => new FileContentResult("bytes"u8.ToArray(), "application/octet-stream"),
            "problem" => new ObjectResult(new ProblemDetails { Status = 409, Title = "No" }) { StatusCode = 409, ContentTypes = { "application/problem+json" } },
            _ => new EmptyResult(),
        };

    [Function("PlainResult")]
    public static IResult PlainResult([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "plain")] HttpRequest request) =>
        Results.Text($"plain {request.Method}", "text/plain", Encoding.UTF8, 202);

    [Function("TaskOfResult")]
    public static async Task<IActionResult> TaskOfResult([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "task")] HttpRequest request)
    {
        await Task.Yield();
        return new ContentResult { Content = $"task {request.Method}" };
    }

    [Function("ValueTaskOfResult")]
    public static async ValueTask<IResult> ValueTaskOfResult([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "valuetask")] HttpRequest request)
    {
        await Task.Yield();
        return Results.Json(new { answer = request.Method });
    }

    [Function("WritesItself")]
    public static async Task WritesItself([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "writes")] HttpRequest request)
    {
        request.HttpContext.Response.StatusCode = 203;
        await request.HttpContext.Response.WriteAsync("written");
    }

    [Function("OtherObject")]
    public static Uri OtherObject([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "other")] HttpRequest request) =>
        new($"https://example.com{request.Path}");
}
