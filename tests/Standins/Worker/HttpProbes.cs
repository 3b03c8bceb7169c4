using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using FromBodyAttribute = Microsoft.Azure.Functions.Worker.Http.FromBodyAttribute;

namespace PaymentHub.Tests.Standins.Worker;

/// <summary>HTTP functions to try the stand-in with.</summary>
public sealed class HttpProbes(ProbeState state)
{
    [Function("OrderByNumber")]
    public static IActionResult OrderByNumber(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "orders/{id:int?}")] HttpRequest request, int? id) =>
        Text($"number {id?.ToString() ?? "none"} {request.Method}");

    [Function("OrderByGuid")]
    public static IActionResult OrderByGuid(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "orders/{id:guid}")] HttpRequest request, Guid id) =>
        Text($"guid {id:N} {request.Method}");

    [Function("OrderByName")]
    public static IActionResult OrderByName(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "orders/{name:alpha}")] HttpRequest request, string name) =>
        Text($"name {name} {request.Method}");

    [Function("OrderSpecial")]
    public static IActionResult OrderSpecial(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "orders/special")] HttpRequest request) => Text($"special {request.Method}");

    [Function("CancelOrder")]
    public static IActionResult CancelOrder(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "orders/{id:int}")] HttpRequest request, int id) =>
        Text($"cancelled {id} {request.Method}");

    [Function("Files")]
    public static IActionResult Files(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "files/{*path}")] HttpRequest request, string path) =>
        Text($"file {path} {request.Method}");

    [Function("Pages")]
    public static IActionResult Pages(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "pages/{page=1}")] HttpRequest request, int page) =>
        Text($"page {page} {request.Method}");

    [Function("AnyMethod")]
    public static IActionResult AnyMethod([HttpTrigger] HttpRequest request) => Text(request.Method);

    [Function("Echo")]
    public static IActionResult Echo(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "echo")] HttpRequest request, [FromBody] Note note) =>
        new OkObjectResult(note with { Text = note.Text + request.Method });

    [Function("Throws")]
    public static IActionResult Throws([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "throws")] HttpRequest request) =>
        throw new InvalidOperationException($"{request.Path} fails");

    [Function("Waits")]
    public async Task<IActionResult> WaitsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "waits")] HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await state.PassGateAsync(cancellationToken);
            return Text($"passed {request.Method}");
        }
        catch (OperationCanceledException)
        {
            state.Add("cancelled");
            throw;
        }
    }

    [Function("Context")]
    public IActionResult Context([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "context/{id}")] HttpRequest request, FunctionContext context)
    {
        state.Add($"same request: {ReferenceEquals(context.GetHttpContext()?.Request, request)}");
        state.Add($"same services: {ReferenceEquals(request.HttpContext.RequestServices, context.InstanceServices)}");
        state.Add($"name: {context.FunctionDefinition.Name}");
        state.Add($"id: {context.BindingContext.BindingData["id"]}");
        return Text(context.InvocationId);
    }

    private static ContentResult Text(string text) => new() { Content = text, ContentType = "text/plain" };

    /// <summary>A JSON body.</summary>
    public sealed record Note(string Text, decimal Amount);
}
