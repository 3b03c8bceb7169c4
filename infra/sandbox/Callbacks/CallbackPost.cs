using System.Net.Http.Headers;
using System.Text;

namespace PaymentHub.Sandbox.Callbacks;

/// <summary>Posts a callback and reads the answer, whatever it is.</summary>
internal sealed class CallbackPost : IDisposable
{
    private const int LongestAnswer = 4096;

    // Redirects and proxies would hide what the receiver really answers.
    private readonly HttpClient _http = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
        }
    );

    public CallbackPost(TimeSpan timeout) => _http.Timeout = timeout;

    public async Task<CallbackAnswer> SendAsync(CallbackRequest callback, CancellationToken cancellationToken)
    {
        // The client's own time limit ends with the headers; a body that never comes must not be waited for either.
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_http.Timeout);
        try
        {
            using var request = callback.ToHttp();
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            return new(
                (int)response.StatusCode,
                response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant(),
                await ReadStartAsync(response.Content, deadline.Token),
                Error: null
            );
        }
        catch (Exception e)
            when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new(null, null, null, e is OperationCanceledException ? "no answer in time" : e.Message);
        }
    }

    public void Dispose() => _http.Dispose();

    private static async Task<string> ReadStartAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestAnswer];
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}

/// <summary>A callback as it goes over the wire.</summary>
/// <param name="Headers">Headers besides Content-Type.</param>
public sealed record CallbackRequest(Uri Url, string ContentType, string Body, IReadOnlyDictionary<string, string> Headers)
{
    internal HttpRequestMessage ToHttp()
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(ContentType);
        var request = new HttpRequestMessage(HttpMethod.Post, Url) { Content = content };
        foreach (var (name, value) in Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }
}

/// <summary>What the receiver of a callback answered.</summary>
/// <param name="Status">The HTTP status; null when no answer came.</param>
/// <param name="MediaType">The content type without parameters, in lower case.</param>
/// <param name="Error">Why no answer came.</param>
public sealed record CallbackAnswer(int? Status, string? MediaType, string? Body, string? Error);
