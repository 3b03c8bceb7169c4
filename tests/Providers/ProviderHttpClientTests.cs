using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Providers.PayProtocol;
using PaymentHub.Tests.Providers.PayProtocol;

namespace PaymentHub.Tests.Providers;

/// <summary>What only a real connection shows. Pay Protocol's queries stand for all: every provider uses the same client.</summary>
public sealed class ProviderHttpClientTests : IDisposable
{
    private readonly ProviderBench _bench = new("pay_protocol", PayProtocolServices.AddPayProtocol, PayProtocolBench.Settings, realNetwork: true);
    private int _requests;
    private string? _cookie;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var provider = await StartAsync(context =>
        {
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        });

        Assert.Equal("HTTP 302.", await AskAsync(provider.Urls.First()));
        Assert.Equal(1, _requests);
    }

    [Fact]
    public async Task A_cookie_is_not_sent_back()
    {
        await using var provider = await StartAsync(context =>
        {
            _cookie ??= context.Request.Headers.Cookie.ToString() is { Length: > 0 } sent ? sent : null;
            context.Response.Cookies.Append("session", "1");
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        });

        Assert.Equal("HTTP 500.", await AskAsync(provider.Urls.First()));
        Assert.Equal(3, _requests);
        Assert.Null(_cookie);
    }

    [Fact]
    public async Task An_answer_of_a_megabyte_is_not_taken_in()
    {
        await using var provider = await StartAsync(context => context.Response.WriteAsync(new string(' ', 1024 * 1024)));

        Assert.Equal("The connection broke off (ConfigurationLimitExceeded).", await AskAsync(provider.Urls.First()));
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_none()
    {
        await using var provider = await StartAsync(async context =>
        {
            context.Response.ContentLength = 100;
            await context.Response.WriteAsync("{");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });

        Assert.StartsWith("The connection broke off", await AskAsync(provider.Urls.First()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_is_given_up_in_time()
    {
        await using var provider = await StartAsync(async context => await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted));

        Assert.Equal("No answer within 0.3 s.", await AskAsync(provider.Urls.First(), ("RequestTimeout", "00:00:00.3")));
    }

    [Fact]
    public async Task A_provider_that_is_not_there_is_unavailable()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        Assert.Equal("The connection broke off (ConnectionError).", await AskAsync($"http://127.0.0.1:{port}"));
    }

    [Fact]
    public async Task Giving_up_ourselves_is_no_answer_of_the_provider()
    {
        await using var provider = await StartAsync(async context => await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted));
        using var impatience = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        var account = _bench.Open(provider.Urls.First());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => account.AskAsync(About, impatience.Token));
    }

    private static OrderReference About { get; } = new OrderReference(OrderKind.Deposit, OrderId: null, "402");

    private async Task<string> AskAsync(string baseUrl, params (string, string)[] settings)
    {
        var answer = await _bench.Open(baseUrl, settings).AskAsync(About, CancellationToken.None);
        return Assert.IsType<ProviderResult<Notice>.Unavailable>(answer).Reason;
    }

    private async Task<WebApplication> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(context =>
        {
            Interlocked.Increment(ref _requests);
            return answer(context);
        });
        await app.StartAsync();
        return app;
    }
}
