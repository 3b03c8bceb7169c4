using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Storage;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Providers;
using PaymentHub.Tests.Support;
using PaymentHub.Webhooks;

namespace PaymentHub.Tests.Webhooks;

/// <summary>A merchant hears of an endpoint that takes nothing through those that do.</summary>
public sealed class EndpointAlarmTests : IDisposable
{
    private static readonly WebhookEndpoint Main = DeliveryBench.MakeEndpoint();
    private static readonly WebhookEndpoint Other = Main with { Id = "other", Url = new Uri("https://other.example/hooks") };

    private readonly ManualTimeProvider _clock = new(new DateTimeOffset(2024, 5, 1, 10, 0, 0, TimeSpan.Zero));
    private readonly MemoryBreakerStore _breakers = new();
    private readonly LogBook _log = new();
    private readonly List<(string Host, string Id, string Body)> _sent = [];
    private HttpStatusCode _answer = HttpStatusCode.OK;

    [Fact]
    public async Task What_stays_open_is_told_once_to_the_others()
    {
        await OpenAsync("main");
        await RunAsync(Main, Other);
        Assert.Empty(_sent);
        _clock.Advance(TimeSpan.FromMinutes(15));

        await RunAsync(Main, Other);
        _clock.Advance(TimeSpan.FromHours(5));
        await RunAsync(Main, Other);

        var (host, id, body) = Assert.Single(_sent);
        Assert.Equal(("other.example", "evt_endpoint_main_1714557600000"), (host, id));
        Assert.True(
            JsonNode.DeepEquals(
                JsonNode.Parse(
                    """{"type":"endpoint.failing","timestamp":"2024-05-01T10:15:00.000Z","data":{"object":"endpoint","id":"main","state":"open","since":"2024-05-01T10:00:00.000Z"}}"""
                ),
                JsonNode.Parse(body)
            )
        );
        Assert.Single(_log.Lines, line => line.StartsWith("Merchant shop, endpoint main: it has accepted nothing since", StringComparison.Ordinal));
    }

    [Fact]
    public async Task While_nobody_takes_it_it_is_told_again_under_the_same_id()
    {
        await OpenAsync("main");
        _answer = HttpStatusCode.InternalServerError;
        _clock.Advance(TimeSpan.FromMinutes(15));

        await RunAsync(Main, Other);
        await RunAsync(Main, Other);
        _clock.Advance(TimeSpan.FromMinutes(1));
        _answer = HttpStatusCode.OK;
        await RunAsync(Main, Other);
        _clock.Advance(TimeSpan.FromHours(1));
        await RunAsync(Main, Other);

        Assert.Equal((2, 1), (_sent.Count, _sent.Select(sent => sent.Id).Distinct().Count()));
        Assert.Single(_log.Lines);
    }

    [Fact]
    public async Task Nobody_is_told_who_is_disabled_or_failing_or_wants_no_such_event()
    {
        await OpenAsync("main");
        await OpenAsync("down");
        _clock.Advance(TimeSpan.FromMinutes(15));

        await RunAsync(Main, Other with { Disabled = true }, Other with { Id = "down" }, Other with { Id = "deaf", Events = ["deposit.*"] });

        Assert.Empty(_sent);
        Assert.Equal(2, _log.Lines.Count);
    }

    [Fact]
    public async Task What_closed_meanwhile_is_not_told_and_the_next_outage_is_another()
    {
        await OpenAsync("main");
        await ChangeAsync("main", breaker => breaker.Close(_clock.GetUtcNow()));
        _clock.Advance(TimeSpan.FromMinutes(15));
        await RunAsync(Main, Other);
        Assert.Empty(_sent);

        await OpenAsync("main");
        _clock.Advance(TimeSpan.FromMinutes(15));
        await RunAsync(Main, Other);

        Assert.Equal("evt_endpoint_main_1714558500000", Assert.Single(_sent).Id);
    }

    public void Dispose() => _log.Dispose();

    private Task OpenAsync(string endpoint) => ChangeAsync(endpoint, breaker => breaker.Open(new DeliverySettings(), _clock.GetUtcNow()));

    private async Task ChangeAsync(string endpoint, Func<Breaker, Breaker> change)
    {
        var before =
            await _breakers.FindAsync("shop", endpoint, default) ?? new Versioned<Breaker>(new Breaker("shop", endpoint, _clock.GetUtcNow()), "");
        Assert.True(await _breakers.TryWriteAsync(before, change(before.Value), default));
    }

    private async Task RunAsync(params WebhookEndpoint[] endpoints)
    {
        var directory = TestDirectory.With(TestDirectory.Settings, endpoints);
        var clients = new StubClients(
            async (request, cancellationToken) =>
            {
                var body = await request.Content!.ReadAsStringAsync(cancellationToken);
                lock (_sent)
                    _sent.Add((request.RequestUri!.Host, request.Headers.GetValues("webhook-id").Single(), body));
                return new HttpResponseMessage(_answer);
            }
        );
        using var logging = new LoggerFactory([_log]);
        await new EndpointAlarm(
            directory,
            _breakers,
            new WebhookSender(clients, directory, _clock),
            _clock,
            logging.CreateLogger<EndpointAlarm>()
        ).RunAsync(default);
    }
}
