using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Support;
using PaymentHub.Webhooks;

namespace PaymentHub.Tests.Webhooks;

/// <summary>The sender with the app's own HTTP client, against real sockets.</summary>
public sealed class WebhookSenderTests : WebhookSenderBench
{
    [Fact]
    public async Task A_webhook_has_exactly_these_headers_and_bytes()
    {
        var headers = new Dictionary<string, string>();
        byte[] body = [];
        await using var endpoint = await LoopbackEndpoint.StartAsync(async context =>
        {
            foreach (var (name, value) in context.Request.Headers)
                headers[name] = value.ToString();
            using var copy = new MemoryStream();
            await context.Request.Body.CopyToAsync(copy);
            body = copy.ToArray();
        });

        using var work = new Activity("work") { TraceStateString = "ours=1" };
        work.Start();
        work.AddBaggage("order", "not for merchants");
        var answer = await SendAsync(new Uri(endpoint.Url, "/hooks"), clock: new TurnableClock());

        // The trace's id is what led to it; the span is the sending itself.
        Assert.StartsWith($"00-{work.TraceId}-", headers["traceparent"], StringComparison.Ordinal);
        Assert.Equal(55, headers["traceparent"].Length);
        headers.Remove("traceparent");
        Assert.Equal((200, null, ""), (answer.Status, answer.Error, answer.Body));
        Assert.Equal(Encoding.UTF8.GetBytes(Event.Body), body);
        Assert.Equal(
            new SortedDictionary<string, string>
            {
                ["Content-Length"] = "43",
                ["Content-Type"] = "application/json",
                ["Host"] = endpoint.Url.Authority,
                ["User-Agent"] = "PaymentHub/1",
                ["webhook-id"] = "evt_dep_00000000000000000000000001_1",
                // Computed with Python's hmac; see WebhookSignatureTests.
                ["webhook-signature"] = "v1,5c8GHyovooYhKdLWfTgne7D1ibsQbPX7ACY1i9CNaP8=",
                ["webhook-timestamp"] = "1714557600",
            },
            new SortedDictionary<string, string>(headers)
        );
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_not_followed(int status)
    {
        var elsewhere = 0;
        await using var endpoint = await LoopbackEndpoint.StartAsync(context =>
        {
            if (context.Request.Path == "/elsewhere")
                elsewhere++;
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        });

        var answer = await SendAsync(endpoint.Url);

        Assert.Equal((status, false), (answer.Status, answer.IsDelivered));
        Assert.Equal(0, elsewhere);
    }

    [Fact]
    public async Task A_closed_port_is_a_failed_connection()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        taken.Stop();

        Assert.Equal("connection", (await SendAsync(new Uri($"http://127.0.0.1:{port}/"))).Error);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_a_failed_attempt()
    {
        await using var endpoint = await LoopbackEndpoint.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        Assert.Equal("broken_connection", (await SendAsync(endpoint.Url)).Error);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(
            now.AddDays(-1),
            now.AddDays(1)
        );
        await using var endpoint = await LoopbackEndpoint.StartAsync(
            _ => Task.CompletedTask,
            host =>
                host.UseKestrelHttpsConfiguration()
                    .UseUrls("https://127.0.0.1:0")
                    .ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = certificate))
        );

        Assert.Equal("tls", (await SendAsync(endpoint.Url)).Error);
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_is_told_apart()
    {
        // What SocketsHttpHandler throws then, made up here: tests do not depend on the machine's resolver.
        var clients = new StubClients(
            (_, _) => throw new HttpRequestException(HttpRequestError.NameResolutionError, "Name or service not known", new SocketException())
        );
        var sender = new WebhookSender(clients, TestDirectory.With(), TimeProvider.System);

        var answer = await sender.SendAsync(Endpoint(new Uri("https://shop.invalid")), Event, CancellationToken.None);

        Assert.Equal("name_resolution", answer.Error);
    }

    [Fact]
    public async Task A_caller_who_stops_is_no_failed_attempt()
    {
        using var stopped = new CancellationTokenSource();
        await using var endpoint = await LoopbackEndpoint.StartAsync(async context =>
        {
            await stopped.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SendAsync(endpoint.Url, cancellationToken: stopped.Token));
    }
}
