using System.Text.Json;
using PaymentHub.Orders;

namespace PaymentHub.Providers.PayProtocol;

/// <summary>One merchant's account at Pay Protocol.</summary>
internal sealed class PayProtocolAccount(
    string identity,
    string host,
    PayProtocolOptions options,
    PayProtocolSignature signature,
    PayProtocolClient client,
    PayProtocolCatalogue catalogue
) : ProviderAccount
{
    private readonly PayProtocolTranslation _translation = new(catalogue);
    private readonly PayProtocolAddresses _addresses = new(client, catalogue);
    private readonly PayProtocolWithdrawals _withdrawals = new(client, catalogue);
    private readonly PayProtocolPayments _payments = new(client, catalogue, options);
    private readonly PayProtocolListing _listing = new(client, new PayProtocolTranslation(catalogue), catalogue, options);

    public override string Identity => identity;

    public override string Host => host;

    public override Acknowledgement Acknowledgement { get; } = new("text/plain", "success");

    /// <summary>The headers that sign a callback, whosever it is.</summary>
    public static IReadOnlyList<string> SignatureHeaders { get; } =
    [PayProtocolSignature.KeyHeader, PayProtocolSignature.TimestampHeader, PayProtocolSignature.SignHeader];

    public override IReadOnlyList<string> CallbackHeaders => SignatureHeaders;

    public override bool IssuesAddresses => true;

    public override bool MakesPaymentPages => options.PaymentOrders;

    // Two lists may have to be read before.
    public override TimeSpan LongestPage => options.PaymentOrders ? 3 * options.Http.RequestTimeout : TimeSpan.Zero;

    public override TimeSpan LongestSend => options.Http.RequestTimeout;

    public override bool PaysWithdrawals => true;

    public override bool AnswersQueries(OrderKind kind) => true;

    public override bool Renotifies(OrderKind kind) => true;

    public override bool Lists(OrderKind kind) => true;

    public override Task<ProviderResult<IReadOnlyList<AccountCurrency>>> CurrenciesAsync(CancellationToken cancellationToken) =>
        catalogue.AllAsync(cancellationToken);

    public override CallbackShape CheckShape(Callback callback) => PayProtocolCallback.CheckShape(callback);

    public override bool IsSigned(Callback callback) => signature.Check(callback) is null;

    public override async Task<CallbackResult> ReadAsync(Callback callback, CancellationToken cancellationToken)
    {
        if (signature.Check(callback) is { } forged)
            return forged;
        if (PayProtocolCallback.Read(callback.Body, out var body, out var kind) is { } unreadable)
            return unreadable;
        return kind switch
        {
            PayProtocolCallback.Recharge => await _translation.RechargeAsync(body, cancellationToken),
            PayProtocolCallback.Withdrawal => await ReadWithdrawalAsync(body, cancellationToken),
            // Also when the account makes none any more: those that are open still get their callbacks.
            _ => await _translation.PaymentAsync(body, cancellationToken),
        };
    }

    public override Task<ProviderResult<Notice>> AskAsync(OrderReference about, CancellationToken cancellationToken) =>
        about switch
        {
            { Kind: OrderKind.Deposit, OrderId: { } ours } => AskAsync(
                "payment/detail",
                "outTradeNo",
                ours,
                _translation.PaymentAsync,
                notice => notice.OrderId == ours,
                cancellationToken
            ),
            { Kind: OrderKind.Deposit, ProviderOrderId: { } id } => AskAsync(
                "recharge/detail",
                PayProtocolCallback.Recharge,
                id,
                _translation.RechargeAsync,
                notice => notice.ProviderOrderId == id,
                cancellationToken
            ),
            { OrderId: { } ours } => AskAsync(
                "withdraw/detail",
                "outTradeNo",
                ours,
                (data, token) => _translation.WithdrawalAsync(data, ours, token),
                notice => notice.OrderId == ours,
                cancellationToken
            ),
            { ProviderOrderId: { } id } => AskAsync(
                "withdraw/detail",
                PayProtocolCallback.Withdrawal,
                id,
                (data, token) => _translation.WithdrawalAsync(data, null, token),
                notice => notice.ProviderOrderId == id,
                cancellationToken
            ),
            _ => Task.FromResult<ProviderResult<Notice>>(new ProviderResult<Notice>.Unavailable("No id of the order is known.")),
        };

    public override Task<IReadOnlyList<string>> NetworksAsync(CancellationToken cancellationToken) =>
        catalogue.PresentNetworksAsync(cancellationToken);

    public override Task<ProviderResult<IReadOnlyList<DepositAddress>>> IssueAddressesAsync(string customerId, CancellationToken cancellationToken) =>
        _addresses.IssueAsync(customerId, cancellationToken);

    public override IReadOnlyDictionary<string, string> CheckPaymentPage(PaymentPageRequest request) => PayProtocolPayments.Check(request);

    public override Task<ProviderResult<PaymentPage>> CreatePaymentPageAsync(PaymentPageRequest request, CancellationToken cancellationToken) =>
        _payments.CreateAsync(request, cancellationToken);

    public override Task<ProviderResult<IReadOnlyDictionary<string, string>>> CheckWithdrawalAsync(
        WithdrawalRequest request,
        CancellationToken cancellationToken
    ) => _withdrawals.CheckAsync(request, cancellationToken);

    public override Task<SubmissionResult> SubmitWithdrawalAsync(WithdrawalRequest request, CancellationToken cancellationToken) =>
        _withdrawals.SubmitAsync(request, cancellationToken);

    public override Task<ProviderResult<bool>> RenotifyAsync(OrderReference about, CancellationToken cancellationToken) =>
        about switch
        {
            { Kind: OrderKind.Deposit, OrderId: { } ours } => client.NotifyAsync("payment/notify", "outTradeNo", ours, cancellationToken),
            { Kind: OrderKind.Deposit, ProviderOrderId: { } id } => client.NotifyAsync(
                "recharge/notify",
                PayProtocolCallback.Recharge,
                id,
                cancellationToken
            ),
            { ProviderOrderId: { } id } => client.NotifyAsync("withdraw/notify", PayProtocolCallback.Withdrawal, id, cancellationToken),
            { OrderId: not null } => RenotifyWithdrawalAsync(about, cancellationToken),
            _ => Task.FromResult<ProviderResult<bool>>(new ProviderResult<bool>.Unavailable("No id of the order is known.")),
        };

    public override Task<ProviderResult<NoticePage>> ListAsync(
        OrderKind kind,
        DateTimeOffset from,
        DateTimeOffset to,
        int page,
        CancellationToken cancellationToken
    ) => _listing.ReadAsync(kind, from, to, page, cancellationToken);

    /// <summary>A withdrawal's callback may lack our id; the provider knows it then by its own.</summary>
    private async Task<CallbackResult> ReadWithdrawalAsync(JsonElement body, CancellationToken cancellationToken)
    {
        var fields = new JsonFields(body);
        if (fields.OptionalScalar("outTradeNo") is not null)
            return await _translation.WithdrawalAsync(body, null, cancellationToken);
        var id = fields.Digits(PayProtocolCallback.Withdrawal);
        if (fields.Wrong is { } wrong)
            return new CallbackResult.Refused(CallbackVerdict.Malformed, wrong);
        var found = await client.FindAsync("withdraw/detail", PayProtocolCallback.Withdrawal, id, cancellationToken);
        return await found.MatchAsync<CallbackResult>(
            detail => _translation.WithdrawalAsync(body, new JsonFields(detail).OptionalScalar("outTradeNo"), cancellationToken),
            refused => new CallbackResult.NotNow($"withdraw/detail was refused with code {refused.Code}"),
            () => new CallbackResult.Refused(CallbackVerdict.UnknownOrder, "It has no 'outTradeNo', and withdraw/detail does not know it."),
            reason => new CallbackResult.NotNow(reason)
        );
    }

    private async Task<ProviderResult<Notice>> AskAsync(
        string endpoint,
        string name,
        string id,
        Func<JsonElement, CancellationToken, Task<CallbackResult>> translate,
        Func<Notice, bool> isAsked,
        CancellationToken cancellationToken
    ) =>
        await (await client.FindAsync(endpoint, name, id, cancellationToken)).ThenAsync(async data =>
            (await translate(data, cancellationToken)).AsAnswer(endpoint, isAsked)
        );

    // withdraw/notify takes the provider's id only.
    private async Task<ProviderResult<bool>> RenotifyWithdrawalAsync(OrderReference about, CancellationToken cancellationToken) =>
        await (await AskAsync(about, cancellationToken)).ThenAsync(found =>
            client.NotifyAsync("withdraw/notify", PayProtocolCallback.Withdrawal, found.ProviderOrderId!, cancellationToken)
        );
}
