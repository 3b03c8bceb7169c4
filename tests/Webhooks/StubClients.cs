namespace PaymentHub.Tests.Webhooks;

/// <summary>HTTP clients whose answers a test makes up.</summary>
internal sealed class StubClients(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : IHttpClientFactory
{
    public HttpClient CreateClient(string name) => new(new Handler(answer)) { Timeout = Timeout.InfiniteTimeSpan };

    private sealed class Handler(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            answer(request, cancellationToken);
    }
}
