using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace PaymentHub.Tests.Sandbox;

/// <summary>A merchant's server as the providers see it: keeps every callback, answers as it is told.</summary>
internal sealed class CallbackReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private CallbackReceiver(WebApplication app) => _app = app;

    public ConcurrentQueue<Received> Callbacks { get; } = new();

    /// <summary>The answer to the next callbacks.</summary>
    public (int Status, string ContentType, string Body) Answer { get; set; } = (200, "text/plain", "success");

    public Uri Url => new(_app.Urls.First() + "/callbacks/secret-id");

    public static async Task<CallbackReceiver> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var receiver = new CallbackReceiver(builder.Build());
        receiver._app.Run(receiver.ReceiveAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        Callbacks.Enqueue(
            new(
                context.Request.Path,
                body,
                context.Request.ContentType,
                context.Request.Headers.ToDictionary(one => one.Key, one => one.Value.ToString())
            )
        );
        context.Response.StatusCode = Answer.Status;
        context.Response.ContentType = Answer.ContentType;
        await context.Response.WriteAsync(Answer.Body);
    }

    internal sealed record Received(string Path, string Body, string? ContentType, Dictionary<string, string> Headers);
}
