using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PaymentHub.Callbacks;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Providers.MPay;
using PaymentHub.Providers.PayProtocol;
using PaymentHub.Providers.UsdtGateway;
using PaymentHub.Reconciliation;
using PaymentHub.Storage;
using PaymentHub.Triggers;
using PaymentHub.Webhooks;

namespace PaymentHub;

/// <summary>Every room's services. Each is stateless or thread-safe and lives as long as the app.</summary>
public static class PaymentHubServices
{
    public static IServiceCollection AddPaymentHub(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services.AddProviders().AddMerchants().AddOrders().AddCallbacks().AddReconciliation().AddWebhooks().AddStorage().AddSingleton<HttpEdge>();
    }

    /// <summary>The providers, a line each.</summary>
    private static IServiceCollection AddProviders(this IServiceCollection services) => services.AddPayProtocol().AddUsdtGateway().AddMPay();

    private static IServiceCollection AddMerchants(this IServiceCollection services) => services
        .AddSingleton(provider => new DirectoryReader(provider.GetRequiredService<IConfiguration>(), provider.GetServices<IProvider>()).Read())
        .AddSingleton<DepositAddresses>()
        .AddSingleton<Deposits>();

    private static IServiceCollection AddOrders(this IServiceCollection services) => services.AddSingleton<OrderLedger>();

    private static IServiceCollection AddCallbacks(this IServiceCollection services) => services
        .AddSingleton<CallbackDoor>()
        .AddSingleton<CallbackProcessor>()
        .AddSingleton<Postponement>()
        .AddSingleton<IssuanceCheck>()
        .AddSingleton<NoticeIntake>();

    private static IServiceCollection AddReconciliation(this IServiceCollection services) => services
        .AddSingleton<SweepIntake>()
        .AddSingleton<AccountSweeper>()
        .AddSingleton<Reconciler>()
        .AddSingleton<Backfills>()
        .AddSingleton<Audit>();

    private static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddHttpClient(WebhookSender.ClientName)
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan) // The sender's own deadline covers everything.
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseProxy = false,
                UseCookies = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            });
        services.TryAddSingleton<IAnnouncer, Announcer>();
        return services.AddSingleton<WebhookSender>().AddSingleton<WebhookDelivery>();
    }

    private static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddSingleton<WakeQueues>();
        return services
            .AddSingleton<StorageClients>()
            .AddHostedService<StorageSetup>()
            .AddSingleton<StorageHealth>()
            .AddSingleton<IOrderStore, OrderStore>()
            .AddSingleton<ICallbackStore, CallbackStore>()
            .AddSingleton<IDeliveryStore, DeliveryStore>()
            .AddSingleton<IAddressBook, AddressBook>()
            .AddSingleton<IFollowUps, FollowUps>()
            .AddSingleton<ICallbackQueue>(provider => provider.GetRequiredService<WakeQueues>())
            .AddSingleton<IDeliveryQueue>(provider => provider.GetRequiredService<WakeQueues>())
            .AddSingleton<CallbackWork>()
            .AddSingleton<DeliveryWork>()
            .AddSingleton<Sweep>()
            .AddSingleton<ISweepStore, SweepStore>()
            .AddSingleton<IOrderBook, OrderBook>()
            .AddSingleton<ListingCheck>()
            .AddSingleton<HouseCheck>();
    }
}
