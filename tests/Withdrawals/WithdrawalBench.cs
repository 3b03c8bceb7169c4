using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using PaymentHub.Listings;
using PaymentHub.Merchants;
using PaymentHub.Operations;
using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Storage;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Support;
using PaymentHub.Withdrawals;

namespace PaymentHub.Tests.Withdrawals;

/// <summary>The withdrawals' room over memory, with one account whose provider says what a test wants.</summary>
internal sealed class WithdrawalBench
{
    public static readonly NewWithdrawal Request = new()
    {
        Account = "shop_pay",
        CustomerId = "u-1",
        Amount = "10",
        Currency = "USDT",
        Network = "tron",
        Address = "TA",
        Reference = "w-1",
    };

    private readonly Merchant _merchant = new("shop", [], []);

    /// <summary>An account that pays withdrawals, under these rules otherwise.</summary>
    public WithdrawalBench(WithdrawalRules? rules = null)
    {
        Provider.Pays = (request, _) =>
        {
            Sent.Add(request);
            return Task.FromResult(Submission);
        };
        Apply((rules ?? new WithdrawalRules()) with { On = true });
    }

    /// <summary>The app starts again with other rules.</summary>
    [MemberNotNull(nameof(Service), nameof(Approval), nameof(Reviews), nameof(Reopening), nameof(Work))]
    public void Apply(WithdrawalRules rules)
    {
        var account = new Account
        {
            Id = "shop_pay",
            MerchantId = "shop",
            ProviderName = "fake",
            Provider = Provider,
            CallbackIds = ["callbackidcallbackidcallbackid"],
            Confirm = true,
            AcceptUnknownAddresses = false,
            Withdrawals = rules,
        };
        var directory = new MerchantDirectory(TestDirectory.Settings, [_merchant], [account]);
        var updater = new OrderUpdater(Store, new FixedWebhookEventFactory(), FollowUps, Clock);
        var steps = new ActionSteps(updater, directory, Clock, NullLogger<ActionSteps>.Instance);
        Service = new WithdrawalService(directory, Store, updater, FollowUps, Clock);
        Approval = new WithdrawalApproval(Store, updater, NullLogger<WithdrawalApproval>.Instance);
        // Withdrawals are looked up by no transaction.
        var nowhere = new StorageClients(
            new ConfigurationBuilder().AddInMemoryCollection([new("AzureWebJobsStorage", "UseDevelopmentStorage=true")]).Build(),
            []
        );
        var completion = new CompletionCheck(new OrderLookupIndex(nowhere), directory, Clock);
        Reviews = new ReviewResolver(updater, completion, directory, Clock, NullLogger<ReviewResolver>.Instance);
        Reopening = new OrderReopening(updater, Clock, NullLogger<OrderReopening>.Instance);
        Work = new WithdrawalActions(
            directory,
            new WithdrawalSubmission(directory, updater, Limits, steps, Clock, NullLogger<WithdrawalSubmission>.Instance),
            new WithdrawalPolling(directory, steps, NullLogger<WithdrawalPolling>.Instance),
            steps,
            Limits,
            Clock
        );
    }

    public MemoryOrderStore Store { get; } = new();

    public RecordingFollowUps FollowUps { get; } = new();

    public TurnableClock Clock { get; } = new();

    public FakeProviderAccount Provider { get; } = new();

    public MemoryDailyLimitStore Limits { get; } = new();

    public WithdrawalService Service { get; private set; }

    public WithdrawalApproval Approval { get; private set; }

    public ReviewResolver Reviews { get; private set; }

    public OrderReopening Reopening { get; private set; }

    public WithdrawalActions Work { get; private set; }

    /// <summary>What left for the provider.</summary>
    public List<WithdrawalRequest> Sent { get; } = [];

    /// <summary>What sending comes to.</summary>
    public SubmissionResult Submission { get; set; } = new SubmissionResult.Accepted("77");

    /// <summary>The order of <see cref="Request"/> as it is stored.</summary>
    public Order Order => Store[OrderId.OfMerchant(OrderKind.Withdrawal, "shop", "w-1")].Order;

    public Caller Caller(string owner = "backend", Roles roles = Roles.Withdrawals) =>
        new(_merchant, new ApiKey(Encoding.UTF8.GetBytes(owner), owner, roles));

    public Task<Result<Order>> CreateAsync(NewWithdrawal? request = null) => Service.CreateAsync(Caller(), request ?? Request, default);

    /// <summary>The status and code of a request's problem.</summary>
    public async Task<(int Status, string Code)> ProblemAsync(NewWithdrawal request)
    {
        var problem = Assert.IsType<Result<Order>.Failure>(await CreateAsync(request)).Problem;
        return (problem.Status, problem.Code);
    }

    /// <summary>Turns the clock to the order's work and does it.</summary>
    public async Task WorkAsync()
    {
        var snapshot = Store[Order.Id];
        if (snapshot.Order.NextAction!.DueAt > Clock.GetUtcNow())
            Clock.Advance(snapshot.Order.NextAction.DueAt - Clock.GetUtcNow());
        await Work.DoAsync(snapshot, snapshot.Order.NextAction, default);
    }

    /// <summary>Sends with an unknown outcome, and asks until something else than asking is owed.</summary>
    public async Task WonderAsync()
    {
        Submission = new SubmissionResult.Unknown("timeout");
        Provider.Answer = new ProviderResult<Notice>.Absent();
        await CreateAsync();
        do await WorkAsync();
        while (Order.NextAction is { What: ActionKind.Poll });
    }

    /// <summary>What the provider answers when it is asked.</summary>
    public void Answer(NoticeStatus status) =>
        Provider.Answer = new ProviderResult<Notice>.Good(Samples.Notice(OrderKind.Withdrawal, status) with { Amount = 10 });
}
