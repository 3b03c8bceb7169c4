using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PaymentHub.Cli;

/// <summary>What the hub answered.</summary>
/// <param name="Tag">The version of what it shows, as <c>If-Match</c> takes it.</param>
internal sealed record HubAnswer(int Status, JsonNode? Body, string? Tag, string? RequestId, TimeSpan? RetryAfter);

/// <summary>Makes one request at a time, and never one twice: what a lost answer means is for the operator to see.</summary>
internal sealed class HubClient(Uri hub, FileInfo? keyFile, TimeSpan timeout) : IDisposable
{
    /// <summary>More than any answer has.</summary>
    private const int MaxBytes = 64 << 20;

    // A redirect would carry the key to somebody else.
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        BaseAddress = hub,
        Timeout = timeout,
        MaxResponseContentBufferSize = MaxBytes,
    };

    private string? _key;

    /// <exception cref="CommandException">No answer came.</exception>
    public async Task<HubAnswer> SendAsync(HttpMethod method, string path, JsonNode? body, string? ifMatch, CancellationToken cancellationToken)
    {
        _key ??= HubAddress.Key(path, keyFile);
        using var request = new HttpRequestMessage(method, path[1..]);
        if (_key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _key);
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        try
        {
            using var response = await _client.SendAsync(request, cancellationToken);
            return await ReadAsync(response, cancellationToken);
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandException(ExitCodes.Unavailable, $"The hub did not answer within {timeout.TotalSeconds} s.{Doubt(method)}");
        }
        catch (HttpRequestException e)
        {
            throw new CommandException(
                ExitCodes.Unavailable,
                $"The hub at {hub.Authority} cannot be reached: {e.Message.TrimEnd('.')}.{Doubt(method)}"
            );
        }
    }

    public void Dispose() => _client.Dispose();

    private static async Task<HubAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return new HubAnswer(
            (int)response.StatusCode,
            Parse(text),
            response.Headers.ETag?.ToString(),
            response.Headers.TryGetValues("Request-Id", out var ids) ? ids.FirstOrDefault() : null,
            response.Headers.RetryAfter?.Delta
        );
    }

    private static JsonNode? Parse(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            // Not the hub, but something in front of it.
            return null;
        }
    }

    private static string Doubt(HttpMethod method) =>
        method == HttpMethod.Get ? "" : " It may have been done all the same: look before you ask for it again.";
}
