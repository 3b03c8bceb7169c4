using PaymentHub.Orders;

namespace PaymentHub.Providers.MPay;

/// <summary>One merchant's account at MPay.</summary>
internal sealed class MPayAccount(string identity, MPayOptions options, MPaySignature signature, MPayClient client) : ProviderAccount
{
    public override string Identity => identity;

    public override Acknowledgement Acknowledgement { get; } = new("text/plain", "SUCCESS");

    public override bool MakesPaymentPages => true;

    public override TimeSpan LongestPage => options.Http.RequestTimeout;

    public override TimeSpan LongestSend => options.Http.RequestTimeout;

    public override string? DefaultCurrency => options.Currency;

    public override Task<ProviderResult<IReadOnlyList<AccountCurrency>>> CurrenciesAsync(CancellationToken cancellationToken) =>
        Task.FromResult<ProviderResult<IReadOnlyList<AccountCurrency>>>(
            new ProviderResult<IReadOnlyList<AccountCurrency>>.Good([
                new AccountCurrency(options.Currency, MPayTranslation.Network, MPayTranslation.Decimals),
            ])
        );

    public override string Origin(OrderKind kind) => kind == OrderKind.Deposit ? "payment" : "withdrawal";

    public override bool PaysWithdrawals => true;

    public override bool AnswersQueries(OrderKind kind) => true;

    public override bool PendingMayBeUnpaid(OrderKind kind) => kind == OrderKind.Deposit;

    public override CallbackShape CheckShape(Callback callback) => MPayCallback.CheckShape(callback);

    public override bool IsSigned(Callback callback) => MPayCallback.Read(callback.Body, signature, out _) is null;

    public override Task<CallbackResult> ReadAsync(Callback callback, CancellationToken cancellationToken) => Task.FromResult(Read(callback));

    public override async Task<ProviderResult<Notice>> AskAsync(OrderReference about, CancellationToken cancellationToken)
    {
        var id = about.OrderId ?? throw new ArgumentException("MPay is asked about an order by our id.", nameof(about));
        var endpoint = about.Kind == OrderKind.Deposit ? "user/checkUpOrder" : "user/checkDownOrder";
        return (await client.CheckOrderAsync(endpoint, id, cancellationToken)).Then(data =>
            (MPayOrder.Read(data) is { } order ? MPayTranslation.Translate(order) : Incomplete).AsAnswer(endpoint, notice => notice.OrderId == id)
        );
    }

    public override IReadOnlyDictionary<string, string> CheckPaymentPage(PaymentPageRequest request)
    {
        var mistakes = new Dictionary<string, string>();
        if (request.Amount <= 0 || decimal.Truncate(request.Amount) != request.Amount)
            mistakes["amount"] = "MPay takes whole amounts above zero.";
        if (!request.Currency.Equals(options.Currency, StringComparison.OrdinalIgnoreCase))
            mistakes["currency"] = $"This account's currency is {options.Currency}.";
        if (request.Network is { } network && network != MPayTranslation.Network)
            mistakes["network"] = $"MPay's only network is {MPayTranslation.Network}.";
        return mistakes;
    }

    public override Task<ProviderResult<PaymentPage>> CreatePaymentPageAsync(PaymentPageRequest request, CancellationToken cancellationToken) =>
        client.UpAsync(request, cancellationToken);

    public override Task<ProviderResult<IReadOnlyDictionary<string, string>>> CheckWithdrawalAsync(
        WithdrawalRequest request,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult<ProviderResult<IReadOnlyDictionary<string, string>>>(
            new ProviderResult<IReadOnlyDictionary<string, string>>.Good(MPayWithdrawals.Check(request, options.Currency))
        );

    public override Task<SubmissionResult> SubmitWithdrawalAsync(WithdrawalRequest request, CancellationToken cancellationToken) =>
        client.DownAsync(request, cancellationToken);

    private static CallbackResult Incomplete { get; } =
        new CallbackResult.Refused(CallbackVerdict.Malformed, "'merchOrderId', 'status' or 'amount' is missing, or a field is no text or too long.");

    private CallbackResult Read(Callback callback)
    {
        if (MPayCallback.Read(callback.Body, signature, out var form) is { } refused)
            return refused;
        if (form.Value(MPayCallback.OrderId) is null)
            return new CallbackResult.Refused(CallbackVerdict.UnknownKind, "It is about a wallet that was bound, and not about an order.");
        return MPayOrder.Read(form) is { } order ? MPayTranslation.Translate(order) : Incomplete;
    }
}
