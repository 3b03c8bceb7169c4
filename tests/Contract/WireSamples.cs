using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Deposits;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Listings;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Orders;
using PaymentHub.Webhooks;

namespace PaymentHub.Tests.Contract;

/// <summary>Everything that merchants read, as the app writes it now: the same values every time, and every member that there can be.</summary>
internal static class WireSamples
{
    private static readonly Order FullDeposit = Samples.MerchantDeposit with
    {
        Status = OrderStatus.NeedsReview,
        Reasons = ReviewReason.AmountMismatch,
        Amount = 9.5m,
        Address = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8",
        FromAddress = "TLsV52sRDL79HXGGm9yzwKibb6BeruhUzy",
        TransactionId = "5f6e0b1dc0c5a2b7d7b4fd0f2b1d5f3f",
        ProviderOrderId = "402",
        PaymentUrl = "https://pay.example/402",
        PageUrl = "https://hub.example/pay/t0k3n",
        PayBy = Samples.Later,
        Request = Samples.MerchantDeposit.Request! with
        {
            Metadata = new Dictionary<string, string> { ["cart"] = "C-17", ["note"] = "两件" },
        },
        Late = true,
        Failure = new Failure("1207", "余额不足"),
        Version = 3,
        UpdatedAt = Samples.Later,
        CompletedAt = Samples.Later,
    };

    private static readonly Order FullWithdrawal = Samples.Withdrawal with
    {
        Status = OrderStatus.NeedsReview,
        Reasons = ReviewReason.OutcomeUnknown,
        Amount = 10m,
        Address = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8",
        FromAddress = "TLsV52sRDL79HXGGm9yzwKibb6BeruhUzy",
        TransactionId = "5f6e0b1dc0c5a2b7d7b4fd0f2b1d5f3f",
        Request = Samples.Withdrawal.Request! with
        {
            Details = new Dictionary<string, string> { ["username"] = "王小明" },
            Metadata = new Dictionary<string, string> { ["run"] = "2026-11" },
        },
        ProviderOrderId = "7008",
        Failure = new Failure("5002", ""),
        Version = 3,
        UpdatedAt = Samples.Later,
        CompletedAt = Samples.Later,
    };

    /// <summary>The samples by the name of their golden file.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> AllAsync()
    {
        var samples = new Dictionary<string, string>
        {
            ["deposit"] = Text(json => OrderJson.Write(json, FullDeposit)),
            ["deposit.new"] = Text(json => OrderJson.Write(json, Samples.MerchantDeposit)),
            ["withdrawal"] = Text(json => OrderJson.Write(json, FullWithdrawal, withDetails: true)),
            ["withdrawal.new"] = Text(json => OrderJson.Write(json, Samples.Withdrawal with { Status = OrderStatus.Created })),
            ["problem"] = await TextAsync(ProblemResult.Of(Problem.InvalidRequest("reference", "It is required."))),
            ["problem.no_fields"] = await TextAsync(ProblemResult.Of(Problem.NotFound("deposit"))),
            ["deposit_list"] = await TextAsync(ListResult.Of(new ListPage<Order>([Samples.MerchantDeposit], "bmV4dA"), order => order)),
            ["feed_event"] = await TextAsync(JsonResult.Of(EventResult.Listed(Completed))),
            ["account"] = await TextAsync(
                JsonResult.Of(
                    ListBody.Account(
                        new AccountView(PayAccount.Id, PayAccount.ProviderName, PayAccount) { Currencies = [new AccountCurrency("USDT", "tron", 6)] }
                    )
                )
            ),
            ["endpoint"] = await TextAsync(JsonResult.Of(ListBody.Endpoint(Failing))),
            ["endpoint_failing"] = EndpointAlarm.Body(
                new Breaker("shop", "main", Samples.Noon).Open(new DeliverySettings(), Samples.Noon),
                Samples.Later
            ),
            ["timeline"] = await TextAsync(TimelineResult.Of(new Result<Timeline>.Success(History))),
            ["event_report"] = await TextAsync(EventResult.Of(new Result<EventReport>.Success(Report))),
            ["deposit_address"] = await TextAsync(MerchantResult.Of(new Result<CustomerAddresses>.Success(Addresses()))),
        };
        foreach (var type in EventTypes)
            samples[$"event.{type}"] = Event(type);
        return samples;
    }

    /// <summary>The types of events that merchants get, in the words of the wire.</summary>
    public static string[] EventTypes { get; } =
    [
        "deposit.pending",
        "deposit.completed",
        "deposit.failed",
        "deposit.expired",
        "deposit.needs_review",
        "withdrawal.awaiting_approval",
        "withdrawal.submitted",
        "withdrawal.processing",
        "withdrawal.completed",
        "withdrawal.failed",
        "withdrawal.rejected",
        "withdrawal.needs_review",
    ];

    private static StoredEvent Completed { get; } =
        new(FullDeposit.Id, 1, "deposit.completed", Event("deposit.completed"), "callback/x", Samples.Later);

    private static Timeline History { get; } =
        new(
            FullDeposit,
            [
                new TimelineEntry.Created(Samples.Noon, FullDeposit.Request, ByOperator: false),
                new TimelineEntry.Done(Samples.Noon, "page"),
                new TimelineEntry.Noticed(
                    Samples.Later,
                    "callback",
                    "20260101-x",
                    new OrderChange
                    {
                        At = Samples.Later,
                        Source = "callback/x",
                        From = OrderStatus.AwaitingPayment,
                        To = OrderStatus.NeedsReview,
                        Said = NoticeStatus.Completed,
                        Confirmed = true,
                        Amount = 9.5m,
                        Currency = "USDT",
                        TransactionId = "5f6e0b1d",
                    }
                ),
                new TimelineEntry.Changed(Samples.Later, OrderStatus.AwaitingPayment, OrderStatus.NeedsReview, ReviewReason.AmountMismatch),
                new TimelineEntry.Published(Samples.Later, Completed.Id, "deposit.needs_review"),
                new TimelineEntry.Attempted(Samples.Later, "main", Completed.Id, 1, 500, null, 12.5),
                new TimelineEntry.Attempted(Samples.Later, "main", Completed.Id, 2, null, "timeout", 15_000),
            ],
            Complete: true
        );

    private static EndpointView Failing { get; } =
        new("shop", "main", EndpointState.HalfOpen)
        {
            Since = Samples.Noon,
            NextProbeAt = Samples.Later,
            Suspended = new SuspendedCount(412, true, Samples.Noon),
            Attempts = new AttemptCount(5210, 5178),
        };

    private static EventReport Report { get; } =
        new(
            new DeliverySnapshot(FullDeposit, [Completed], [], []),
            Completed,
            [
                new EndpointReport(
                    "main",
                    DeliveryStatus.Suspended,
                    SuspensionReason.Breaker,
                    Samples.Later,
                    Samples.Later.AddMinutes(1),
                    [new Attempt("1", "main", 1, 1, Samples.Later, TimeSpan.FromMilliseconds(12.5), new EndpointAnswer(500, null, "no"))]
                ),
                new EndpointReport(
                    "other",
                    DeliveryStatus.Delivered,
                    null,
                    null,
                    null,
                    [new Attempt("2", "other", 1, 1, Samples.Later, TimeSpan.FromSeconds(15), new EndpointAnswer(null, "timeout", ""))]
                ),
            ]
        );

    private static string Event(string type)
    {
        var status = SnakeCaseEnum.Parse<OrderStatus>(type.Split('.')[1]);
        var order = (type.StartsWith("deposit.", StringComparison.Ordinal) ? FullDeposit : FullWithdrawal) with
        {
            Status = status,
            Late = type == "deposit.completed",
        };
        if (status is not OrderStatus.Failed)
            order = order with { Failure = null };
        if (status is not OrderStatus.Completed)
            order = order with { CompletedAt = null };
        return new WebhookEventFactory(TestDirectory.With(TestDirectory.Settings)).Body(order, type, Samples.Later);
    }

    private static Account PayAccount { get; } =
        new()
        {
            Id = "shop_pay",
            MerchantId = "shop",
            ProviderName = "pay_protocol",
            Provider = new FakeProviderAccount(),
            CallbackIds = ["callbackidcallbackidcallbackid"],
            Confirm = true,
            AcceptUnknownAddresses = false,
        };

    private static CustomerAddresses Addresses() =>
        new(PayAccount, "u-1", [new DepositAddress("tron", "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8")]) { PageUrls = ["https://hub.example/pay/t0k3n"] };

    private static string Text(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
            write(json);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static async Task<string> TextAsync(IResult result)
    {
        using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = services, Response = { Body = body } };
        context.Response.Headers["Request-Id"] = "0c1f2b3a-4d5e-4f60-8a7b-9c0d1e2f3a4b";
        await result.ExecuteAsync(context);
        return Encoding.UTF8.GetString(body.ToArray());
    }
}
