using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Tests.Merchants;

/// <summary>A provider's account that says what a test wants it to say.</summary>
internal sealed class FakeProviderAccount : ProviderAccount
{
    /// <summary>An account of its own unless a test says otherwise.</summary>
    public string KnownAs { get; init; } = Guid.NewGuid().ToString("N");

    public override string Identity => KnownAs;

    public override Acknowledgement Acknowledgement { get; } = new("text/plain", "thanks");

    public override bool IssuesAddresses => Issues;

    public override bool MakesPaymentPages => Pages is not null;

    public override TimeSpan LongestPage => PageTakes;

    public override TimeSpan LongestSend => SendTakes;

    public TimeSpan PageTakes { get; init; }

    public TimeSpan SendTakes { get; init; }

    public override string? DefaultCurrency => Currency;

    public bool Issues { get; init; }

    public bool Answers { get; set; } = true;

    /// <summary>Whether it says pending of what nobody has paid, too.</summary>
    public bool Guesses { get; set; }

    public string? Currency { get; set; }

    /// <summary>The networks that customers may have addresses on by now.</summary>
    public IReadOnlyList<string> Networks { get; set; } = [];

    /// <summary>What issuing addresses comes to.</summary>
    public Func<ProviderResult<IReadOnlyList<DepositAddress>>>? Addresses { get; set; }

    public CallbackShape Shape { get; init; } = CallbackShape.Acceptable;

    public bool Signed { get; init; } = true;

    public override bool IsSigned(Callback callback) => Signed;

    public CallbackResult? Reading { get; set; }

    /// <summary>What its query answers.</summary>
    public ProviderResult<Notice>? Answer { get; set; }

    /// <summary>What asking for a page comes to.</summary>
    public Func<PaymentPageRequest, Task<ProviderResult<PaymentPage>>>? Pages { get; set; }

    public IReadOnlyDictionary<string, string> PageMistakes { get; set; } = new Dictionary<string, string>();

    /// <summary>How often the query was asked.</summary>
    public int Asked { get; private set; }

    /// <summary>What sending a withdrawal comes to; it pays none while this is null.</summary>
    public Func<WithdrawalRequest, CancellationToken, Task<SubmissionResult>>? Pays { get; set; }

    /// <summary>What it says to a withdrawal before it is stored.</summary>
    public ProviderResult<IReadOnlyDictionary<string, string>> Check { get; set; } =
        new ProviderResult<IReadOnlyDictionary<string, string>>.Good(new Dictionary<string, string>());

    /// <summary>The withdrawals that it was asked about.</summary>
    public List<WithdrawalRequest> Checked { get; } = [];

    /// <summary>The currencies that it tells of.</summary>
    public IReadOnlyList<AccountCurrency>? Currencies { get; set; }

    public override Task<IReadOnlyList<string>> NetworksAsync(CancellationToken cancellationToken) => Task.FromResult(Networks);

    public override Task<ProviderResult<IReadOnlyList<DepositAddress>>> IssueAddressesAsync(string customerId, CancellationToken cancellationToken)
    {
        Asked++;
        return Task.FromResult((Addresses ?? throw new InvalidOperationException("The test expects no addresses."))());
    }

    public override bool PaysWithdrawals => Pays is not null;

    public override Task<ProviderResult<IReadOnlyList<AccountCurrency>>> CurrenciesAsync(CancellationToken cancellationToken) =>
        Currencies is { } known
            ? Task.FromResult<ProviderResult<IReadOnlyList<AccountCurrency>>>(new ProviderResult<IReadOnlyList<AccountCurrency>>.Good(known))
            : base.CurrenciesAsync(cancellationToken);

    public override Task<ProviderResult<IReadOnlyDictionary<string, string>>> CheckWithdrawalAsync(
        WithdrawalRequest request,
        CancellationToken cancellationToken
    )
    {
        lock (Checked)
            Checked.Add(request);
        return Task.FromResult(Check);
    }

    public override Task<SubmissionResult> SubmitWithdrawalAsync(WithdrawalRequest request, CancellationToken cancellationToken) =>
        (Pays ?? throw new InvalidOperationException("The test expects no withdrawal."))(request, cancellationToken);

    public override bool AnswersQueries(OrderKind kind) => Answers;

    public override bool PendingMayBeUnpaid(OrderKind kind) => Guesses;

    public override CallbackShape CheckShape(Callback callback) => Shape;

    public override Task<CallbackResult> ReadAsync(Callback callback, CancellationToken cancellationToken) =>
        Task.FromResult(Reading ?? throw new InvalidOperationException("The test expects no reading."));

    public override Task<ProviderResult<Notice>> AskAsync(OrderReference about, CancellationToken cancellationToken)
    {
        Asked++;
        return Task.FromResult(Answer ?? throw new InvalidOperationException("The test expects no question."));
    }

    public override IReadOnlyDictionary<string, string> CheckPaymentPage(PaymentPageRequest request) => PageMistakes;

    public override Task<ProviderResult<PaymentPage>> CreatePaymentPageAsync(PaymentPageRequest request, CancellationToken cancellationToken) =>
        (Pages ?? throw new InvalidOperationException("The test expects no page."))(request).WaitAsync(cancellationToken);
}
