using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PaymentHub.Local.Traces.Wire;

namespace PaymentHub.Local.Traces;

/// <summary>Takes the spans that the function app exports (OTLP over HTTP, protobuf), on loopback only, and keeps them until the run ends.</summary>
internal sealed class TraceCollector : IAsyncDisposable
{
    // The exporter sends at most 512 spans at once, each of about a kibibyte.
    private const int MaxBody = 4 * 1024 * 1024;

    private readonly WebApplication _server;
    private readonly Lock _gate = new();
    private readonly List<Span> _spans = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TraceCollector(string url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url).ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = MaxBody);
        _server = builder.Build();
        _server.MapPost("/v1/traces", TakeAsync);
        // Metrics and logs are exported, too; nobody reads them here.
        _server.MapPost("/v1/{kind}", () => Results.Ok());
    }

    /// <summary>Starts to listen.</summary>
    /// <param name="url">A loopback address with its port.</param>
    public static async Task<TraceCollector> StartAsync(string url)
    {
        var collector = new TraceCollector(url);
        await collector._server.StartAsync();
        return collector;
    }

    /// <summary>The first trace that is as it is looked for, as soon as it is there; null when it does not come in time.</summary>
    public async Task<IReadOnlyList<Span>?> FindAsync(Func<IReadOnlyList<Span>, bool> wanted, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(patience);
        try
        {
            while (true)
            {
                Task changed;
                lock (_gate)
                {
                    changed = _changed.Task;
                    if (_spans.GroupBy(span => span.TraceId).Select(trace => trace.ToList()).FirstOrDefault(wanted) is { } found)
                        return found;
                }

                await changed.WaitAsync(deadline.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task<IResult> TakeAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        var spans = ExportedTraces
            .Parser.ParseFrom(body.GetBuffer().AsSpan(0, (int)body.Length))
            .ResourceSpans.SelectMany(resource => resource.ScopeSpans)
            .SelectMany(scope => scope.Spans);
        lock (_gate)
        {
            _spans.AddRange(spans);
            _changed.SetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return Results.Ok();
    }
}
