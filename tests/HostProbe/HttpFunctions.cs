using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HostProbe;

/// <summary>Functions that answer requests.</summary>
public sealed class HttpFunctions(ILoggerFactory logs, IHostApplicationLifetime application)
{
    [Function("Echo")]
    public static async Task<IResult> EchoAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", "put", Route = "echo/{*rest}")] HttpRequest request,
        FunctionContext context
    )
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        return Results.Json(
            new
            {
                method = request.Method,
                path = request.Path.Value,
                query = request.QueryString.Value,
                host = request.Host.Value,
                scheme = request.Scheme,
                remote = request.HttpContext.Connection.RemoteIpAddress?.ToString(),
                headers = request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString()),
                body = Convert.ToBase64String(body.ToArray()),
                invocation = context.InvocationId,
            }
        );
    }

    [Function("Item")]
    public static IResult Item([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "items/{id:int?}")] HttpRequest request, int? id) =>
        Results.Text($"item {(id is null ? "none" : id)}");

    [Function("Pair")]
    public static IResult Pair(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "pairs/{first}/{Second}")] HttpRequest request,
        string first,
        string second
    ) => Results.Text($"{first}|{second}");

    [Function("Queried")]
    public static IResult Queried(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "queried")] HttpRequest request,
        string? color,
        string? code
    ) => Results.Text($"{color ?? "none"}|{code ?? "none"}");

    [Function("NoRoute")]
    public static IResult NoRoute([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Results.Text($"no route, {request.Method}");

    [Function("Fails")]
    public static IResult Fails([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "fails")] HttpRequest request) =>
        throw new InvalidOperationException("The secret reason.");

    [Function("FailsLate")]
    public static async Task FailsLateAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "fails-late")] HttpRequest request)
    {
        await request.HttpContext.Response.WriteAsync("half");
        await request.HttpContext.Response.Body.FlushAsync();
        throw new InvalidOperationException("Too late.");
    }

    [Function("Status")]
    public static IResult Status([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "status/{code:int}")] HttpRequest request, int code)
    {
        request.HttpContext.Response.Headers["X-Probe"] = "yes";
        return Results.StatusCode(code);
    }

    [Function("Keyed")]
    public static IResult Keyed([HttpTrigger(AuthorizationLevel.Function, "get", Route = "keyed")] HttpRequest request) => Results.Text("keyed");

    [Function("OtherKeyed")]
    public static IResult OtherKeyed([HttpTrigger(AuthorizationLevel.Function, "get", Route = "other-keyed")] HttpRequest request) =>
        Results.Text("other");

    [Function("Mastered")]
    public static IResult Mastered([HttpTrigger(AuthorizationLevel.Admin, "get", Route = "mastered")] HttpRequest request) =>
        Results.Text("mastered");

    [Function("Waits")]
    public static async Task<IResult> WaitsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "waits/{gate}")] HttpRequest request,
        string gate,
        CancellationToken cancellationToken
    )
    {
        using var reader = new StreamReader(request.Body);
        Diary.Write($"waits:{gate}:{await reader.ReadToEndAsync(CancellationToken.None)}");
        try
        {
            await Diary.WaitAsync(gate, cancellationToken);
            return Results.Text("waited");
        }
        catch (OperationCanceledException)
        {
            Diary.Write($"cancelled:{gate}");
            throw;
        }
    }

    [Function("Ends")]
    public IResult Ends([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ends/{code:int}")] HttpRequest request, int code)
    {
        Environment.ExitCode = code;
        application.StopApplication();
        return Results.Text("ends");
    }

    [Function("Setting")]
    public static IResult Setting([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "settings/{name}")] HttpRequest request, string name) =>
        Results.Text(Environment.GetEnvironmentVariable(name) ?? "");

    [Function("Process")]
    public static IResult Process([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "process")] HttpRequest request) =>
        Results.Text($"{Environment.ProcessId}");

    [Function("Log")]
    public IResult Log([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "log")] HttpRequest request) => Say();

    [Function("LogQuietly")]
    public IResult LogQuietly([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "log-quietly")] HttpRequest request) => Say();

    private IResult Say()
    {
        logs.CreateLogger("Loud").LogInformation("heard well");
        logs.CreateLogger("Quiet").LogWarning("not to be heard");
        return Results.Text("said");
    }
}
