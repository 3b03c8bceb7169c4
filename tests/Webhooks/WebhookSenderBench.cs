using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Orders;
using PaymentHub.Webhooks;

namespace PaymentHub.Tests.Webhooks;

/// <summary>Sends one webhook.</summary>
public abstract class WebhookSenderBench : IDisposable
{
    private protected static readonly StoredEvent Event = new(
        "dep_00000000000000000000000001",
        1,
        "deposit.completed",
        """{"type":"deposit.completed","remark":"余"}""",
        "callback/1",
        Samples.Noon
    );

    private protected readonly ServiceProvider _services = new ServiceCollection().AddPaymentHub().BuildServiceProvider();

    public void Dispose()
    {
        _services.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static WebhookEndpoint Endpoint(Uri url) =>
        new("main", url, ["secretsecretsecretsecret"u8.ToArray()], []) { AllowLocal = true };

    private protected Task<EndpointAnswer> SendAsync(
        Uri url,
        TimeSpan? timeout = null,
        TimeProvider? clock = null,
        CancellationToken cancellationToken = default
    )
    {
        var settings = TestDirectory.Settings with { WebhookTimeout = timeout ?? TimeSpan.FromSeconds(10) };
        return new WebhookSender(
            _services.GetRequiredService<IHttpClientFactory>(),
            TestDirectory.With(settings),
            clock ?? TimeProvider.System
        ).SendAsync(Endpoint(url), Event, cancellationToken);
    }
}
