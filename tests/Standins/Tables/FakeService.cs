using System.Net;
using System.Text;
using Azure.Core.Pipeline;
using Azure.Data.Tables;

namespace PaymentHub.Tests.Standins.Tables;

/// <summary>A table service that answers what a test says, one answer a try, the last one for ever. It keeps the requests.</summary>
internal sealed class FakeService(params Func<CancellationToken, Task<HttpResponseMessage>>[] answers) : HttpMessageHandler
{
    private readonly List<HttpRequestMessage> _requests = [];

    public IReadOnlyList<HttpRequestMessage> Requests => _requests;

    /// <summary>Options that lead here and hardly wait between tries.</summary>
    public TableClientOptions Options() => new()
    {
        Transport = new HttpClientTransport(this),
        Retry = { Delay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(5), MaxRetries = 3, NetworkTimeout = TimeSpan.FromSeconds(10) },
    };

    public static Func<CancellationToken, Task<HttpResponseMessage>> Answer(int status, string body = "", string? code = null) => _ =>
    {
        var answer = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (code is not null)
            answer.Headers.Add("x-ms-error-code", code);
        return Task.FromResult(answer);
    };

    public static Func<CancellationToken, Task<HttpResponseMessage>> Break() => _ => throw new HttpRequestException("Connection reset", new IOException("Connection reset"));

    public static Func<CancellationToken, Task<HttpResponseMessage>> Silence() => async cancellationToken =>
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        throw new InvalidOperationException("The silence ended.");
    };

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (_requests)
            _requests.Add(request);
        return answers[Math.Min(_requests.Count, answers.Length) - 1](cancellationToken);
    }

    // Azure.Core sends synchronously only for synchronous calls, which nobody makes.
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) => throw new NotSupportedException();
}
