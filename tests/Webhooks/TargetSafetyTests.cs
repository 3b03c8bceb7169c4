using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Orders;
using PaymentHub.Webhooks;

namespace PaymentHub.Tests.Webhooks;

/// <summary>Where the app's own HTTP clients go, and where not whatever the settings and the resolver say.</summary>
public sealed class TargetSafetyTests : IAsyncDisposable
{
    private static readonly StoredEvent Event = new("dep_00000000000000000000000001", 1, "deposit.completed", "{}", "callback/1", Samples.Noon);

    private readonly List<ServiceProvider> _services = [];

    public static TheoryData<string, string> Hostile => HostileTargets.All;

    public static TheoryData<string> Public => [.. HostileTargets.Public];

    [Fact]
    public void The_table_is_long_enough_and_says_nothing_twice()
    {
        var rows = HostileTargets.All.Select(row => (Url: (string)row[0], Answer: (string)row[1])).ToList();

        Assert.True(rows.Count >= 200);
        Assert.Equal(rows.Count, rows.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task A_hostile_target_is_refused_without_a_request_leaving(string url, string answer)
    {
        var network = new CountingNetwork((_, _) => answer.Split(' '));

        var result = await SendAsync(Sender(network), url);

        Assert.Equal((null, "forbidden_target", ""), (result.Status, result.Error, result.Body));
        Assert.Equal((1, 0), (network.LookUps, network.Connections.Count));
    }

    [Theory]
    [MemberData(nameof(Public))]
    public async Task A_public_address_is_connected_to_and_no_other(string address)
    {
        var network = new CountingNetwork((_, _) => [address]);

        var result = await SendAsync(Sender(network), "https://hooks.shop.example:8443/");

        Assert.Equal("connection", result.Error);
        Assert.Equal([$"{HostileTargets.Host(address)}:8443"], network.Connections);
    }

    [Fact]
    public async Task A_name_that_leads_elsewhere_after_the_check_is_not_followed()
    {
        var network = new CountingNetwork((_, lookUp) => [lookUp == 1 ? "93.184.216.34" : "127.0.0.1"]);
        var sender = Sender(network);

        var first = await SendAsync(sender, "https://rebind.example/");
        var lookUpsOfTheFirst = network.LookUps;
        var second = await SendAsync(sender, "https://rebind.example/");

        Assert.Equal(("connection", 1, "forbidden_target"), (first.Error, lookUpsOfTheFirst, second.Error));
        Assert.Equal(["93.184.216.34:443"], network.Connections);
    }

    [Fact]
    public async Task Every_address_of_a_name_gets_its_chance_in_their_order()
    {
        var network = new CountingNetwork((_, _) => ["2606:4700:4700::1111", "1.1.1.1"]);

        await SendAsync(Sender(network), "https://hooks.shop.example/");

        Assert.Equal(["[2606:4700:4700::1111]:443", "1.1.1.1:443"], network.Connections);
    }

    [Fact]
    public async Task A_name_without_an_address_is_told_apart()
    {
        var network = new CountingNetwork((_, _) => []);

        Assert.Equal("name_resolution", (await SendAsync(Sender(network), "https://hooks.shop.example/")).Error);
    }

    [Theory]
    [InlineData("https://hooks.shop.example/", "10.0.0.1")]
    [InlineData("https://hooks.shop.example/", "169.254.169.254")]
    [InlineData("https://hooks.shop.example/", "::ffff:127.0.0.1")]
    [InlineData("https://hooks.shop.example/", "0.0.0.0")]
    [InlineData("http://hooks.shop.example/", "93.184.216.34")]
    [InlineData("http://localhost/", "93.184.216.34")]
    public async Task To_allow_local_targets_opens_no_other_door_and_no_plain_http_to_anybody_else(string url, string answer)
    {
        var network = new CountingNetwork((_, _) => [answer]);

        var result = await SendAsync(Sender(network), url, allowLocal: true);

        Assert.Equal(("forbidden_target", 0), (result.Error, network.Connections.Count));
    }

    [Fact]
    public async Task Plain_http_goes_nowhere_for_an_endpoint_that_is_not_local()
    {
        var network = new CountingNetwork((_, _) => ["93.184.216.34"]);

        Assert.Equal("forbidden_target", (await SendAsync(Sender(network), "http://hooks.shop.example/")).Error);
    }

    [Fact]
    public async Task A_connection_that_a_local_endpoint_opened_is_not_used_for_another()
    {
        var requests = 0;
        await using var merchant = await LoopbackEndpoint.StartAsync(_ =>
        {
            Interlocked.Increment(ref requests);
            return Task.CompletedTask;
        });
        var sender = Sender(new SystemNetwork());

        var local = await SendAsync(sender, merchant.Url.AbsoluteUri, allowLocal: true);
        var other = await SendAsync(sender, merchant.Url.AbsoluteUri);

        Assert.Equal((200, "forbidden_target", 1), (local.Status, other.Error, requests));
    }

    [Theory]
    [InlineData(301)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_to_the_metadata_service_is_an_answer_and_not_a_way(int status)
    {
        var requests = 0;
        await using var merchant = await LoopbackEndpoint.StartAsync(context =>
        {
            Interlocked.Increment(ref requests);
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "http://169.254.169.254/latest/meta-data/";
            return Task.CompletedTask;
        });

        var result = await SendAsync(Sender(new SystemNetwork()), merchant.Url.AbsoluteUri, allowLocal: true);

        Assert.Equal((status, null, 1), (result.Status, result.Error, requests));
    }

    [Fact]
    public async Task The_machine_s_own_resolver_is_not_trusted_either()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        var result = await SendAsync(Sender(new SystemNetwork()), $"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/");

        Assert.Equal("forbidden_target", result.Error);
        Assert.False(listener.Pending());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void No_proxy_no_redirects_no_cookies_and_no_tls_from_the_last_century(bool allowLocal)
    {
        var name = WebhookHttpClients.NameFor(Endpoint("https://shop.example", allowLocal));

        var handler = Services(new SystemNetwork()).GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(name);
        while (handler is DelegatingHandler { InnerHandler: { } inner })
            handler = inner;

        var sockets = Assert.IsType<SocketsHttpHandler>(handler);
        Assert.Equal((false, false, false), (sockets.UseProxy, sockets.AllowAutoRedirect, sockets.UseCookies));
        Assert.Equal(SslProtocols.Tls12 | SslProtocols.Tls13, sockets.SslOptions.EnabledSslProtocols);
        Assert.Null(sockets.SslOptions.RemoteCertificateValidationCallback);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var services in _services)
            await services.DisposeAsync();
    }

    private static Task<EndpointAnswer> SendAsync(WebhookSender sender, string url, bool allowLocal = false) =>
        sender.SendAsync(Endpoint(url, allowLocal), Event, CancellationToken.None);

    private static WebhookEndpoint Endpoint(string url, bool allowLocal) =>
        new("main", new Uri(url), ["secretsecretsecretsecret"u8.ToArray()], []) { AllowLocal = allowLocal };

    private WebhookSender Sender(INetwork network) =>
        new(Services(network).GetRequiredService<IHttpClientFactory>(), TestDirectory.With(), TimeProvider.System);

    private ServiceProvider Services(INetwork network)
    {
        var services = new ServiceCollection().AddSingleton(network).AddPaymentHub().BuildServiceProvider();
        _services.Add(services);
        return services;
    }
}
