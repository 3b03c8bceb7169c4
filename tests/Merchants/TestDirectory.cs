using PaymentHub.Merchants;
using PaymentHub.Providers;
using PaymentHub.Storage;

namespace PaymentHub.Tests.Merchants;

/// <summary>Small directories: the merchant <c>shop</c> with the account <c>shop_pay</c>.</summary>
internal static class TestDirectory
{
    public static HubSettings Settings { get; } =
        new()
        {
            PublicBaseUrl = new Uri("https://hub.example"),
            Outbox = new OutboxTiming
            {
                Grace = TimeSpan.FromSeconds(30),
                Repeat = TimeSpan.FromMinutes(1),
                MaxWakes = 500,
                QueueLimit = 1000,
            },
            RetryFirst = TimeSpan.FromSeconds(5),
            RetryMax = TimeSpan.FromMinutes(10),
            ConfirmAttempts = 3,
            PaymentPageLease = TimeSpan.FromSeconds(30),
            WebhookTimeout = TimeSpan.FromSeconds(15),
            FeedDelay = TimeSpan.FromSeconds(30),
            RequestsPerSecond = 100,
            RequestBurst = 200,
        };

    /// <summary>An operator who may do everything.</summary>
    public static Operator Operator { get; } =
        new("alice", [], OperatorRoles.View | OperatorRoles.Operate | OperatorRoles.Money | OperatorRoles.Admin);

    public static Account Account(ProviderAccount provider, bool confirm = true, bool acceptUnknownAddresses = false, string id = "shop_pay") =>
        new()
        {
            Id = id,
            MerchantId = "shop",
            ProviderName = "fake",
            Provider = provider,
            CallbackIds = [id == "shop_pay" ? "callbackidcallbackidcallbackid" : id.PadRight(30, 'x')],
            Confirm = confirm,
            AcceptUnknownAddresses = acceptUnknownAddresses,
        };

    public static MerchantDirectory With(params IReadOnlyList<Account> accounts) => new(Settings, [new Merchant("shop", [], [])], accounts);

    public static MerchantDirectory With(HubSettings settings, params IReadOnlyList<WebhookEndpoint> endpoints) =>
        new(settings, [new Merchant("shop", [], endpoints)], []);
}
