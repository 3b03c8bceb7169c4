using Microsoft.Extensions.Logging.Abstractions;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Support;
using PaymentHub.Webhooks;

namespace PaymentHub.Tests.Webhooks;

/// <summary>Delivery with a clock that a test turns, storage in memory, and an endpoint whose answers the test makes up.</summary>
internal sealed class DeliveryBench
{
    public const string OrderId = "dep_00000000000000000000000001";

    public DeliveryBench(
        WebhookEndpoint? endpoint = null,
        HubSettings? settings = null,
        TimeProvider? senderClock = null,
        MemoryBreakerStore? breakers = null,
        ManualTimeProvider? clock = null
    )
    {
        Clock = clock ?? new ManualTimeProvider(new DateTimeOffset(2024, 5, 1, 10, 0, 0, TimeSpan.Zero));
        Breakers = breakers ?? new MemoryBreakerStore();
        Store = new MemoryDeliveryStore(Clock);
        Endpoint = endpoint ?? MakeEndpoint();
        var directory = TestDirectory.With(settings ?? TestDirectory.Settings, Endpoint);
        var clients = new StubClients(
            async (request, cancellationToken) =>
            {
                Sent.Add(
                    (Clock.GetUtcNow(), request.Headers.GetValues("webhook-id").Single(), await request.Content!.ReadAsStringAsync(cancellationToken))
                );
                return await Answer(cancellationToken);
            }
        );
        Circuits = new CircuitBreakers(Breakers, directory, Clock, NullLogger<CircuitBreakers>.Instance);
        Policy = new DeliveryPolicy(directory, Circuits, new AttemptRates(Counts, Clock), Clock);
        Delivery = new WebhookDelivery(
            Store,
            Queue,
            new WebhookAttempts(
                Store,
                Queue,
                new WebhookSender(clients, directory, senderClock ?? Clock),
                Policy,
                Clock,
                NullLogger<WebhookAttempts>.Instance
            ),
            Policy,
            Clock,
            NullLogger<WebhookDelivery>.Instance
        );
        History = new WebhookHistory(Store, Queue, Circuits, Clock);
        Merchant = directory.FindMerchant("shop")!;
    }

    public ManualTimeProvider Clock { get; }

    public RecordingDeliveryQueue Queue { get; } = new();

    public MemoryDeliveryStore Store { get; }

    public MemoryBreakerStore Breakers { get; }

    public MemoryAttemptCounts Counts { get; } = new();

    public CircuitBreakers Circuits { get; }

    public DeliveryPolicy Policy { get; }

    public WebhookDelivery Delivery { get; }

    public WebhookHistory History { get; }

    public Merchant Merchant { get; }

    public WebhookEndpoint Endpoint { get; }

    public List<(DateTimeOffset At, string Id, string Body)> Sent { get; } = [];

    public Func<CancellationToken, Task<HttpResponseMessage>> Answer { get; set; } = _ => Status(200);

    public Delivery Row => Store[OrderId].Of("main")!.Value;

    public static WebhookEndpoint MakeEndpoint(params IReadOnlyList<TimeSpan> schedule) =>
        new(
            "main",
            new Uri("https://shop.example/hooks"),
            ["secretsecretsecretsecret"u8.ToArray()],
            schedule.Count > 0 ? schedule : [.. Enumerable.Repeat(TimeSpan.FromSeconds(100), 9)]
        );

    public static string Order(int number) => FormattableString.Invariant($"dep_{number:00000000000000000000000000}");

    public static Task<HttpResponseMessage> Status(int status) => Task.FromResult(new HttpResponseMessage((System.Net.HttpStatusCode)status));

    /// <summary>Lets the endpoint owe an order's events.</summary>
    public void Owe(string orderId, params string[] types)
    {
        var delivery = types
            .Index()
            .Aggregate(PaymentHub.Orders.Delivery.Nothing("main"), (row, type) => row.Owe(type.Index + 1, type.Item, Clock.GetUtcNow()));
        Store.Put(orderId, delivery, types);
    }

    public Task CallAsync(int? version = null, int attempt = 0, string endpoint = "main", string orderId = OrderId, DateTimeOffset? held = null) =>
        Delivery.DeliverAsync(new DeliveryWakeUp(orderId, endpoint, version, attempt, held), CancellationToken.None);
}
