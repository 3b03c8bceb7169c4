using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace PaymentHub.Benchmarks;

/// <summary>The merchants' endpoints: each answers at once, until it is told to behave otherwise.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private static readonly byte[] Transaction = Encoding.UTF8.GetBytes("\"transaction_id\":\"");
    private const int HashLength = 64;
    private const int LastDigits = 15;

    private readonly WebApplication _server;
    private readonly Action<long> _arrived;
    private readonly ConcurrentDictionary<string, Func<CancellationToken, Task<int>>> _manners = new();

    private Receiver(int port, Action<long> arrived, Action<IEndpointRouteBuilder>? more)
    {
        _arrived = arrived;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Services.AddRouting().AddSingleton<IHostLifetime, NoLifetime>();
        _server = builder.Build();
        _server.MapPost("/merchant/webhooks/{id}", ReceiveAsync);
        more?.Invoke(_server);
    }

    public static async Task<Receiver> StartAsync(int port, Action<long> arrived, Action<IEndpointRouteBuilder>? more = null)
    {
        var receiver = new Receiver(port, arrived, more);
        await receiver._server.StartAsync();
        return receiver;
    }

    /// <summary>How a merchant's endpoint answers from now on.</summary>
    public void Behave(string merchant, Func<CancellationToken, Task<int>> manners) => _manners[merchant] = manners;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        if (_manners.TryGetValue((string)context.GetRouteValue("id")!, out var manners))
        {
            context.Response.StatusCode = await manners(context.RequestAborted);
            return;
        }

        // Found by its place, not parsed: the driver's processor time is the product's on a small machine.
        var bytes = body.GetBuffer().AsSpan(0, (int)body.Length);
        var at = bytes.IndexOf(Transaction);
        if (at >= 0)
        {
            var hash = bytes.Slice(at + Transaction.Length, HashLength);
            _arrived(long.Parse(hash[^LastDigits..], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        }
    }

    // Signals are the program's.
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
