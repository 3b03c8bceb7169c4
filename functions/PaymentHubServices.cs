using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PaymentHub.Callbacks;
using PaymentHub.Deposits;
using PaymentHub.Functions;
using PaymentHub.Http;
using PaymentHub.Http.Console;
using PaymentHub.Http.Pay;
using PaymentHub.Listings;
using PaymentHub.Merchants;
using PaymentHub.Operations;
using PaymentHub.Orders;
using PaymentHub.Providers.MPay;
using PaymentHub.Providers.PayProtocol;
using PaymentHub.Providers.UsdtGateway;
using PaymentHub.Reconciliation;
using PaymentHub.Storage;
using PaymentHub.Telemetry;
using PaymentHub.Webhooks;
using PaymentHub.Withdrawals;

namespace PaymentHub;

/// <summary>Every room's services. Each is stateless or thread-safe and lives as long as the app.</summary>
public static class PaymentHubServices
{
    public static IServiceCollection AddPaymentHub(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics().AddSingleton<HubGauges>();
        return services
            .AddProviders()
            .AddMerchants()
            .AddWithdrawals()
            .AddOrders()
            .AddCallbacks()
            .AddReconciliation()
            .AddWebhooks()
            .AddStorage()
            .AddSingleton<PublicEdge>()
            .AddSingleton<HttpEdge>();
    }

    /// <summary>The providers, a line each.</summary>
    private static IServiceCollection AddProviders(this IServiceCollection services) => services.AddPayProtocol().AddUsdtGateway().AddMPay();

    private static IServiceCollection AddMerchants(this IServiceCollection services) =>
        services
            .AddDirectory()
            .AddSingleton<RequestLimits>()
            .AddSingleton<OperatorGuard>()
            .AddSingleton<OwnDeadline>()
            .AddSingleton<OrderListing>()
            .AddSingleton<OrderSearch>()
            .AddSingleton<EventListing>()
            .AddSingleton<TimelineListing>()
            .AddSingleton<AccountListing>()
            .AddSingleton<DepositAddressService>()
            .AddSingleton<DepositService>()
            .AddSingleton<DepositCancellation>()
            .AddSingleton<PaymentPages>()
            .AddSingleton<PayerPageTokens>()
            .AddSingleton<PayerPages>()
            .AddSingleton<PayerLimits>()
            .AddSingleton<PageRenderer>()
            .AddSingleton<ConsoleSessions>()
            .AddSingleton<ConsoleEdge>()
            .AddSingleton<ConsoleWorkReader>()
            .AddSingleton<ConsoleReconciliation>()
            .AddSingleton<ConsoleMerchantHealth>()
            .AddSingleton<ConsoleLists>()
            .AddSingleton<ConsoleEdits>()
            .AddSingleton<ConsoleWorkLists>()
            .AddSingleton<DayFigures>()
            .AddSingleton<FailedDeliveries>()
            .AddSingleton<OrderFinder>()
            .AddSingleton<ConsoleReading>()
            .AddSingleton<ConsoleDeeds>()
            .AddSingleton<ConsoleDirectory>()
            .AddSingleton<ConsoleOrders>()
            .AddSingleton<ReviewResolver>()
            .AddSingleton<CompletionCheck>()
            .AddSingleton<DepositEntryCheck>()
            .AddSingleton<DepositEntries>()
            .AddSingleton<OrderReopening>();

    private static IServiceCollection AddWithdrawals(this IServiceCollection services) =>
        services
            .AddSingleton<WithdrawalService>()
            .AddSingleton<WithdrawalApproval>()
            .AddSingleton<DetailErasure>()
            .AddSingleton<WithdrawalActions>()
            .AddSingleton<WithdrawalSubmission>()
            .AddSingleton<WithdrawalPolling>()
            .AddSingleton<ActionSteps>();

    private static IServiceCollection AddOrders(this IServiceCollection services) => services.AddSingleton<OrderUpdater>();

    private static IServiceCollection AddCallbacks(this IServiceCollection services) =>
        services
            .AddSingleton<CallbackReceiver>()
            .AddSingleton<CallbackIntake>()
            .AddSingleton<IStartupFilter, EarlyCallbacks>()
            .AddSingleton<RefusalLimits>()
            .AddSingleton<CallbackProcessor>()
            .AddSingleton<Postponement>()
            .AddSingleton<AddressOwnershipCheck>()
            .AddSingleton<EnteredDeposits>()
            .AddSingleton<OrderResolver>()
            .AddSingleton<TakenNotices>()
            .AddSingleton<UpdateProcessor>();

    private static IServiceCollection AddReconciliation(this IServiceCollection services) =>
        services
            .AddSingleton<ListedUpdateProcessor>()
            .AddSingleton<KnownLines>(_ => new KnownLines())
            .AddSingleton<ProviderHosts>()
            .AddSingleton<ReconciliationRunner>()
            .AddSingleton<IReconciliationQueue>(provider => provider.GetRequiredService<WakeUpQueues>())
            .AddSingleton<ReconciliationScheduler>()
            .AddSingleton<Backfills>()
            .AddSingleton<ProviderSync>()
            .AddSingleton<Imports>()
            .AddSingleton<DepositPolling>()
            .AddSingleton<ReconciliationReporter>()
            .AddSingleton<ReconciliationReports>();

    private static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.TryAddSingleton<IWebhookEventFactory, WebhookEventFactory>();
        return services
            .AddWebhookHttpClients()
            .AddSingleton<WebhookSender>()
            .AddSingleton<CircuitBreakers>()
            .AddSingleton<AttemptRates>()
            .AddSingleton<EndpointHealth>()
            .AddSingleton<EndpointAlarm>()
            .AddSingleton<DeliveryPolicy>()
            .AddSingleton<WebhookAttempts>()
            .AddSingleton<WebhookDelivery>()
            .AddSingleton<FirstAttempts>()
            .AddSingleton<IFirstAttempts>(provider => provider.GetRequiredService<FirstAttempts>())
            .AddHostedService(provider => provider.GetRequiredService<FirstAttempts>())
            .AddSingleton<WebhookHistory>()
            .AddSingleton<BulkRedelivery>()
            .AddSingleton<TestPings>();
    }

    private static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddSingleton<WakeUpQueues>();
        return services
            .AddSingleton<StorageClients>()
            .AddSingleton<AccountIdentities>()
            .AddHostedService<StorageSetup>()
            .AddSingleton<StorageHealth>()
            .AddSingleton(provider => provider.GetRequiredService<MerchantDirectory>().Settings.Outbox)
            .AddSingleton<IOrderStore, OrderStore>()
            .AddSingleton<ICallbackStore, CallbackStore>()
            .AddSingleton<IDeliveryStore, DeliveryStore>()
            .AddSingleton<IBreakerStore, BreakerStore>()
            .AddSingleton<IAttemptCounts, AttemptCounts>()
            .AddSingleton<ISuspendedDeliveries, SuspendedDeliveries>()
            .AddSingleton<OrderIndexByAccount>()
            .AddSingleton<IAddressBook, AddressBook>()
            .AddSingleton<RecentDepositIndex>()
            .AddSingleton<IFollowUps, FollowUps>()
            .AddSingleton<ICallbackQueue>(provider => provider.GetRequiredService<WakeUpQueues>())
            .AddSingleton<IDeliveryQueue>(provider => provider.GetRequiredService<WakeUpQueues>())
            .AddSingleton<IActionQueue>(provider => provider.GetRequiredService<WakeUpQueues>())
            .AddSingleton<IDailyLimitStore, DailyLimitStore>()
            .AddSingleton<ActionMessages>()
            .AddSingleton<ReconciliationMessages>()
            .AddSingleton<OrderIndexWriter>()
            .AddSingleton<FeedWriter>()
            .AddSingleton<OrderReindexer>()
            .AddSingleton<OrderIndex>()
            .AddSingleton<EventFeed>()
            .AddSingleton<Timelines>()
            .AddOperations()
            .AddSingleton<CallbackMessages>()
            .AddSingleton<DeliveryMessages>()
            .AddSingleton<OutboxRelay>()
            .AddSingleton<SuspendedDeliveryRelay>()
            .AddSingleton<IReconciliationStore, ReconciliationStore>()
            .AddSingleton<ReportStore>()
            .AddSingleton<OrderIndexByTime>()
            .AddSingleton<OrderIndexCheck>()
            .AddSingleton<OrderLookupIndex>()
            .AddSingleton<OpenOrderCheck>()
            .AddSingleton<RecentOrderCheck>()
            .AddSingleton<CallbackRetention>()
            .AddSingleton<RowChecks>()
            .AddSingleton<HubMeasures>()
            .AddSingleton<LongOverdue>()
            .AddSingleton<IntegrityCheck>();
    }

    private static IServiceCollection AddOperations(this IServiceCollection services) =>
        services
            .AddSingleton<Quarantine>()
            .AddSingleton<QuarantineGroups>()
            .AddSingleton<DeadLetters>()
            .AddSingleton<ReviewList>()
            .AddSingleton<OperatorOrderSearch>()
            .AddSingleton<OrderHistory>()
            .AddSingleton<OrderReading>()
            .AddSingleton<FailedWebhooks>()
            .AddSingleton<AccountsHeard>()
            .AddSingleton<AccountActivity>()
            .AddSingleton<OpenOrders>()
            .AddSingleton<QueueDepths>();
}
