using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Telemetry;

namespace PaymentHub.Webhooks;

/// <summary>Sends one webhook and returns the answer. One total deadline covers connecting, sending and a slowly dripping answer.</summary>
public sealed class WebhookSender(IHttpClientFactory clients, MerchantDirectory directory, TimeProvider clock)
{
    private const int MaxAnswer = 1024;
    private const string Broken = "broken_connection";

    /// <summary>Posts an event to an endpoint.</summary>
    public Task<EndpointAnswer> SendAsync(WebhookEndpoint endpoint, StoredEvent stored, CancellationToken cancellationToken) =>
        SendAsync(endpoint, stored.Id, stored.Body, cancellationToken);

    /// <summary>
    /// Posts a text to an endpoint under an id. A kept connection that turns out to be dead says nothing about the endpoint, which had already closed
    /// it: the same is sent again at once. If the endpoint did get it, it recognises the id.
    /// </summary>
    public async Task<EndpointAnswer> SendAsync(WebhookEndpoint endpoint, string id, string text, CancellationToken cancellationToken)
    {
        using var span = HubTrace.Call("send webhook", ("Endpoint", endpoint.Id), ("Event", id));
        var answer = await PostAsync(endpoint, id, text, cancellationToken);
        span.Ended(answer.Outcome, answer.IsDelivered);
        return answer;
    }

    private async Task<EndpointAnswer> PostAsync(WebhookEndpoint endpoint, string id, string text, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes(text);
        using var timeout = new CancellationTokenSource(directory.Settings.WebhookTimeout, clock);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        // As many connections may have died as are ever in use together; after that a new one is made.
        for (var left = directory.Settings.Delivery.Concurrency; ; left--)
        {
            using var request = Request(endpoint, id, body);
            try
            {
                using var client = clients.CreateClient(WebhookHttpClients.NameFor(endpoint));
                using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
                var answer = await ReadStartAsync(response, deadline.Token);
                return new EndpointAnswer((int)response.StatusCode, null, answer, RetryAt(response));
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return new EndpointAnswer(null, "timeout", "");
            }
            catch (HttpRequestException e) when (left > 0 && Classify(e) == Broken && !TargetConnection.WasMadeFor(request))
            {
                // Once more.
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                return new EndpointAnswer(null, Classify(e), "");
            }
        }
    }

    private HttpRequestMessage Request(WebhookEndpoint endpoint, string id, byte[] body)
    {
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", WebhookSignature.Sign(endpoint.Secrets, id, timestamp, body));
        // Set by hand, and nothing else: the client itself would also add our trace's other data.
        if (HubTrace.Current is { } context)
            request.Headers.Add("traceparent", context);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("PaymentHub", "1"));
        return request;
    }

    private DateTimeOffset? RetryAt(HttpResponseMessage response) =>
        response.Headers.RetryAfter switch
        {
            { Delta: { } wait } => clock.GetUtcNow() + wait,
            { Date: { } date } => date,
            _ => null,
        };

    private static async Task<string> ReadStartAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[MaxAnswer];
        var length = await stream.ReadAtLeastAsync(buffer, MaxAnswer, throwOnEndOfStream: false, cancellationToken);
        // Stored in a table row: no control characters (except line breaks) and no broken UTF-8.
        var text = Encoding.UTF8.GetString(buffer, 0, length);
        return string.Concat(text.Where(c => c is '\n' or '\t' || !char.IsControl(c)));
    }

    private static string Classify(Exception e) =>
        e switch
        {
            HttpRequestException { InnerException: ForbiddenTargetException } => "forbidden_target",
            HttpRequestException { InnerException: AuthenticationException } => "tls",
            // Before the next line, because the cause of this one is a socket failure, too.
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "name_resolution",
            HttpRequestException { InnerException: SocketException } => "connection",
            _ => Broken,
        };
}

/// <summary>Signs webhooks as the Standard Webhooks specification says.</summary>
public static class WebhookSignature
{
    /// <summary>The value of the webhook-signature header: <c>v1,</c> and the base64 of
    /// HMAC-SHA256 over <c>id.timestamp.body</c>, once per secret.</summary>
    /// <param name="secrets">The active secrets as bytes, newest first.</param>
    /// <param name="id">The value of webhook-id.</param>
    /// <param name="timestamp">The value of webhook-timestamp: Unix seconds of this attempt.</param>
    /// <param name="body">The exact bytes that are sent.</param>
    public static string Sign(IReadOnlyList<ReadOnlyMemory<byte>> secrets, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        var prefix = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}."));
        byte[] signed = [.. prefix, .. body];
        return string.Join(' ', secrets.Select(secret => "v1," + Convert.ToBase64String(HMACSHA256.HashData(secret.Span, signed))));
    }
}
