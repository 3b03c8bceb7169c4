using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PaymentHub.Callbacks;
using PaymentHub.Merchants;
using PaymentHub.Merchants.Lists;
using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Providers.MPay;
using PaymentHub.Providers.PayProtocol;
using PaymentHub.Providers.UsdtGateway;
using PaymentHub.Reconciliation;
using PaymentHub.Storage;
using PaymentHub.Storage.Operations;
using PaymentHub.Triggers;
using PaymentHub.Webhooks;
using PaymentHub.Withdrawals;

namespace PaymentHub;

/// <summary>Every room's services. Each is stateless or thread-safe and lives as long as the app.</summary>
public static class PaymentHubServices
{
    public static IServiceCollection AddPaymentHub(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services.AddProviders().AddMerchants().AddWithdrawals().AddOrders().AddCallbacks().AddReconciliation().AddWebhooks().AddStorage().AddSingleton<HttpEdge>();
    }

    /// <summary>The providers, a line each.</summary>
    private static IServiceCollection AddProviders(this IServiceCollection services) => services.AddPayProtocol().AddUsdtGateway().AddMPay();

    private static IServiceCollection AddMerchants(this IServiceCollection services) => services
        .AddSingleton(provider => new DirectoryReader(provider.GetRequiredService<IConfiguration>(), provider.GetServices<IProvider>()).Read())
        .AddHostedService<BrokenSettingsLog>()
        .AddSingleton<RequestLimits>()
        .AddSingleton<OwnDeadline>()
        .AddSingleton<OrderListing>()
        .AddSingleton<EventListing>()
        .AddSingleton<TimelineListing>()
        .AddSingleton<AccountListing>()
        .AddSingleton<DepositAddresses>()
        .AddSingleton<Deposits>()
        .AddSingleton<PaymentPages>()
        .AddSingleton<Reviews>();

    private static IServiceCollection AddWithdrawals(this IServiceCollection services) => services
        .AddSingleton<WithdrawalDesk>()
        .AddSingleton<WithdrawalApproval>()
        .AddSingleton<DetailErasure>()
        .AddSingleton<WithdrawalWork>()
        .AddSingleton<WithdrawalSubmission>()
        .AddSingleton<WithdrawalInquiry>()
        .AddSingleton<WorkSteps>();

    private static IServiceCollection AddOrders(this IServiceCollection services) => services.AddSingleton<OrderLedger>();

    private static IServiceCollection AddCallbacks(this IServiceCollection services) => services
        .AddSingleton<CallbackDoor>()
        .AddSingleton<RefusalLimits>()
        .AddSingleton<CallbackProcessor>()
        .AddSingleton<Postponement>()
        .AddSingleton<IssuanceCheck>()
        .AddSingleton<OrderNaming>()
        .AddSingleton<NoticeIntake>();

    private static IServiceCollection AddReconciliation(this IServiceCollection services) => services
        .AddSingleton<SweepIntake>()
        .AddSingleton<AccountSweeper>()
        .AddSingleton<Reconciler>()
        .AddSingleton<Backfills>()
        .AddSingleton<Inquiries>()
        .AddSingleton<Imports>()
        .AddSingleton<DepositWork>()
        .AddSingleton<Audit>()
        .AddSingleton<Audits>();

    private static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.TryAddSingleton<IAnnouncer, Announcer>();
        return services.AddWebhookHttpClients().AddSingleton<WebhookSender>().AddSingleton<CircuitBreakers>().AddSingleton<AttemptRates>().AddSingleton<EndpointHealth>().AddSingleton<EndpointAlarm>().AddSingleton<EndpointGate>().AddSingleton<WebhookDelivery>()
            .AddSingleton<WebhookHistory>().AddSingleton<BulkRedelivery>().AddSingleton<TestPings>();
    }

    private static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddSingleton<WakeQueues>();
        return services
            .AddSingleton<StorageClients>()
            .AddSingleton<AccountIdentities>()
            .AddHostedService<StorageSetup>()
            .AddSingleton<StorageHealth>()
            .AddSingleton<IOrderStore, OrderStore>()
            .AddSingleton<ICallbackStore, CallbackStore>()
            .AddSingleton<IDeliveryStore, DeliveryStore>()
            .AddSingleton<IBreakerStore, BreakerStore>()
            .AddSingleton<IAttemptCounts, AttemptCounts>()
            .AddSingleton<ISuspendedDeliveries, SuspendedDeliveries>()
            .AddSingleton<IAccountOrders, AccountOrders>()
            .AddSingleton<IAddressBook, AddressBook>()
            .AddSingleton<IFollowUps, FollowUps>()
            .AddSingleton<ICallbackQueue>(provider => provider.GetRequiredService<WakeQueues>())
            .AddSingleton<IDeliveryQueue>(provider => provider.GetRequiredService<WakeQueues>())
            .AddSingleton<IWorkQueue>(provider => provider.GetRequiredService<WakeQueues>())
            .AddSingleton<ILimitBook, LimitBook>()
            .AddSingleton<OrderWork>()
            .AddSingleton<ListWriter>()
            .AddSingleton<FeedWriter>()
            .AddSingleton<Relisting>()
            .AddSingleton<IOrderLists, OrderLists>()
            .AddSingleton<IEventFeed, EventFeed>()
            .AddSingleton<ITimelines, Timelines>()
            .AddOperations()
            .AddSingleton<CallbackWork>()
            .AddSingleton<DeliveryWork>()
            .AddSingleton<Sweep>()
            .AddSingleton<ParkedSweep>()
            .AddSingleton<ISweepStore, SweepStore>()
            .AddSingleton<IAuditStore, AuditStore>()
            .AddSingleton<IOrderBook, OrderBook>()
            .AddSingleton<ListingCheck>()
            .AddSingleton<OpenOrderCheck>()
            .AddSingleton<CallbackRetention>()
            .AddSingleton<RowChecks>()
            .AddSingleton<HouseCheck>();
    }

    private static IServiceCollection AddOperations(this IServiceCollection services) => services
        .AddSingleton<Quarantine>()
        .AddSingleton<QuarantineGroups>()
        .AddSingleton<StuckWork>()
        .AddSingleton<ReviewList>()
        .AddSingleton<FailedWebhooks>()
        .AddSingleton<AccountContacts>()
        .AddSingleton<OpenOrders>()
        .AddSingleton<QueueDepths>();
}
