using System.Net;
using System.Text;

namespace PaymentHub.Tests.Providers;

/// <summary>Stands in for the network: keeps what is sent and answers what the test says.</summary>
internal sealed class StubWire : HttpMessageHandler
{
    private readonly List<SentRequest> _sent = [];
    private readonly Queue<Func<CancellationToken, Task<HttpResponseMessage>>> _next = [];
    private Func<SentRequest, HttpResponseMessage>? _always;

    public IReadOnlyList<SentRequest> Sent
    {
        get
        {
            lock (_sent)
                return [.. _sent];
        }
    }

    public StubWire Answer(string json, HttpStatusCode status = HttpStatusCode.OK)
    {
        _next.Enqueue(_ => Task.FromResult(Json(json, status)));
        return this;
    }

    public StubWire Answer(string json, HttpStatusCode status, string retryAfter)
    {
        var answer = Json(json, status);
        answer.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        _next.Enqueue(_ => Task.FromResult(answer));
        return this;
    }

    public StubWire Break()
    {
        _next.Enqueue(_ => throw new HttpRequestException(HttpRequestError.ConnectionError, "secret-host:443 refused"));
        return this;
    }

    public StubWire Wait(Task<string> json)
    {
        _next.Enqueue(async token => Json(await json.WaitAsync(token), HttpStatusCode.OK));
        return this;
    }

    /// <summary>What to answer when nothing is queued.</summary>
    public StubWire Always(Func<SentRequest, string> json)
    {
        _always = request => Json(json(request), HttpStatusCode.OK);
        return this;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var headers = request
            .Headers.Concat(request.Content?.Headers.AsEnumerable() ?? [])
            .ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        var sent = new SentRequest(request.Method.Method, request.RequestUri!, headers, body);
        Func<CancellationToken, Task<HttpResponseMessage>>? next;
        lock (_sent)
        {
            _sent.Add(sent);
            _next.TryDequeue(out next);
        }

        if (next is not null)
            return await next(cancellationToken);
        return _always?.Invoke(sent) ?? throw new InvalidOperationException($"Nobody expected {sent.Method} {sent.PathAndQuery}.");
    }

    private static HttpResponseMessage Json(string json, HttpStatusCode status) =>
        new(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
}
