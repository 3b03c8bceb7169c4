using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Providers;
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
    [MemberNotNull(nameof(Desk), nameof(Approval), nameof(Reviews), nameof(Work))]
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
        var ledger = new OrderLedger(Store, new FixedAnnouncer(), FollowUps, Clock);
        var steps = new WorkSteps(ledger, directory, Clock, NullLogger<WorkSteps>.Instance);
        Desk = new WithdrawalDesk(directory, Store, ledger, FollowUps, Clock);
        Approval = new WithdrawalApproval(Store, ledger, NullLogger<WithdrawalApproval>.Instance);
        Reviews = new Reviews(ledger, Clock, NullLogger<Reviews>.Instance);
        Work = new WithdrawalWork(
            directory,
            new WithdrawalSubmission(directory, ledger, Limits, steps, Clock, NullLogger<WithdrawalSubmission>.Instance),
            new WithdrawalInquiry(directory, steps, NullLogger<WithdrawalInquiry>.Instance),
            steps,
            Limits,
            Clock);
    }

    public MemoryOrderStore Store { get; } = new();

    public RecordingFollowUps FollowUps { get; } = new();

    public TurnableClock Clock { get; } = new();

    public FakeProviderAccount Provider { get; } = new();

    public MemoryLimitBook Limits { get; } = new();

    public WithdrawalDesk Desk { get; private set; }

    public WithdrawalApproval Approval { get; private set; }

    public Reviews Reviews { get; private set; }

    public WithdrawalWork Work { get; private set; }

    /// <summary>What left for the provider.</summary>
    public List<WithdrawalRequest> Sent { get; } = [];

    /// <summary>What sending comes to.</summary>
    public Submission Submission { get; set; } = new Submission.Accepted("77");

    /// <summary>The order of <see cref="Request"/> as it is stored.</summary>
    public Order Order => Store[OrderId.OfMerchant(OrderKind.Withdrawal, "shop", "w-1")].Order;

    public Caller Caller(string owner = "backend", Roles roles = Roles.Withdrawals) => new(_merchant, new ApiKey(Encoding.UTF8.GetBytes(owner), owner, roles));

    public Task<Answer<Order>> CreateAsync(NewWithdrawal? request = null) => Desk.CreateAsync(Caller(), request ?? Request, default);

    /// <summary>The status and code of a request's problem.</summary>
    public async Task<(int Status, string Code)> ProblemAsync(NewWithdrawal request)
    {
        var problem = Assert.IsType<Answer<Order>.Not>(await CreateAsync(request)).Problem;
        return (problem.Status, problem.Code);
    }

    /// <summary>Turns the clock to the order's work and does it.</summary>
    public async Task WorkAsync()
    {
        var file = Store[Order.Id];
        if (file.Order.Work!.DueAt > Clock.GetUtcNow())
            Clock.Advance(file.Order.Work.DueAt - Clock.GetUtcNow());
        await Work.DoAsync(file, file.Order.Work, default);
    }

    /// <summary>Sends with an unknown outcome, and asks until something else than asking is owed.</summary>
    public async Task WonderAsync()
    {
        Submission = new Submission.Unknown("timeout");
        Provider.Answer = new ProviderResult<Notice>.Absent();
        await CreateAsync();
        do
            await WorkAsync();
        while (Order.Work is { What: WorkKind.Ask });
    }

    /// <summary>What the provider answers when it is asked.</summary>
    public void Answer(NoticeStatus status) => Provider.Answer = new ProviderResult<Notice>.Good(Samples.Notice(OrderKind.Withdrawal, status) with { Amount = 10 });
}
