using System.Net.Http.Headers;
using System.Text;

namespace PaymentHub.Sandbox.Callbacks;

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
