using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Orders;
using PaymentHub.Webhooks;

namespace PaymentHub.Tests.Webhooks;

/// <summary>A connection that is kept for the next request may be dead by then, and that is nobody's failure.</summary>
public sealed class KeptConnectionTests : IDisposable
{
    private const string Taken = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private static readonly StoredEvent Event = new("dep_00000000000000000000000001", 1, "deposit.completed", "{}", "callback/1", Samples.Noon);

    private readonly ServiceProvider _services = new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
        .AddPaymentHub()
        .BuildServiceProvider();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private int _connections;
    private int _requests;

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _services.Dispose();
        _end.Dispose();
    }

    [Fact]
    public async Task What_a_kept_connection_lost_is_sent_at_once_over_a_new_one()
    {
        // It is closed by the endpoint at the very moment that the second webhook is under way.
        var endpoint = Serve(
            async (connection, stream) =>
            {
                await ReadRequestAsync(stream);
                await stream.WriteAsync(Encoding.ASCII.GetBytes(Taken), _end.Token);
                if (connection == 1)
                    await ReadRequestAsync(stream);
            }
        );

        Assert.True((await SendAsync(endpoint)).IsDelivered);
        Assert.True((await SendAsync(endpoint)).IsDelivered);

        Assert.Equal((2, 3), (_connections, _requests));
    }

    [Fact]
    public async Task A_new_connection_that_breaks_is_the_endpoint_s_failure()
    {
        var endpoint = Serve(async (_, stream) => await ReadRequestAsync(stream));

        Assert.Equal("broken_connection", (await SendAsync(endpoint)).Error);
        Assert.Equal((1, 1), (_connections, _requests));
    }

    /// <summary>Node.js, for one, closes what nothing came on for 5 s.</summary>
    [Theory]
    [InlineData("webhooks")]
    [InlineData("webhooks-local")]
    [InlineData("pay_protocol")]
    [InlineData("usdt_gateway")]
    [InlineData("mpay")]
    public void Connections_are_given_up_before_servers_give_them_up(string client)
    {
        var handler = _services.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(client);
        while (handler is DelegatingHandler { InnerHandler: { } inner })
            handler = inner;

        // The handler looks once a second.
        Assert.InRange(Assert.IsType<SocketsHttpHandler>(handler).PooledConnectionIdleTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3.5));
    }

    private Task<EndpointAnswer> SendAsync(WebhookEndpoint endpoint) =>
        new WebhookSender(_services.GetRequiredService<IHttpClientFactory>(), TestDirectory.With(), TimeProvider.System).SendAsync(
            endpoint,
            Event,
            CancellationToken.None
        );

    private WebhookEndpoint Serve(Func<int, NetworkStream, Task> answer)
    {
        _listener.Start();
        _ = AcceptAsync(answer);
        return new("main", new Uri($"http://{_listener.LocalEndpoint}/"), ["secretsecretsecretsecret"u8.ToArray()], []) { AllowLocal = true };
    }

    private async Task AcceptAsync(Func<int, NetworkStream, Task> answer)
    {
        while (!_end.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_end.Token);
            _ = AnswerAsync(Interlocked.Increment(ref _connections), client, answer);
        }
    }

    private static async Task AnswerAsync(int connection, TcpClient client, Func<int, NetworkStream, Task> answer)
    {
        using (client)
            await answer(connection, client.GetStream());
    }

    private async Task ReadRequestAsync(NetworkStream stream)
    {
        // Its body is two characters.
        var read = new StringBuilder();
        var buffer = new byte[4096];
        while (!read.ToString().EndsWith("\r\n\r\n{}", StringComparison.Ordinal))
        {
            var length = await stream.ReadAsync(buffer, _end.Token);
            if (length == 0)
                return;
            read.Append(Encoding.ASCII.GetString(buffer, 0, length));
        }

        Interlocked.Increment(ref _requests);
    }
}
