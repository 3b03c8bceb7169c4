using PaymentHub.Orders;

namespace PaymentHub.Providers.PayProtocol;

/// <summary>One merchant's account at Pay Protocol.</summary>
internal sealed class PayProtocolAccount(PayProtocolSignature signature, PayProtocolClient client, PayProtocolCatalogue catalogue) : ProviderAccount
{
    private readonly PayProtocolTranslation _translation = new(catalogue);
    private readonly PayProtocolAddresses _addresses = new(client, catalogue);

    public override Acknowledgement Acknowledgement { get; } = new("text/plain", "success");

    public override IReadOnlyList<string> CallbackHeaders { get; } =
        [PayProtocolSignature.KeyHeader, PayProtocolSignature.TimestampHeader, PayProtocolSignature.SignHeader];

    public override bool IssuesAddresses => true;

    public override Task<ProviderResult<IReadOnlyList<AccountCurrency>>> CurrenciesAsync(CancellationToken cancellationToken) =>
        catalogue.AllAsync(cancellationToken);

    public override bool AnswersQueries(OrderKind kind) => kind == OrderKind.Deposit;

    public override CallbackShape CheckShape(Callback callback) => PayProtocolCallback.CheckShape(callback);

    public override async Task<CallbackReading> ReadAsync(Callback callback, CancellationToken cancellationToken)
    {
        if (signature.Check(callback) is { } forged)
            return forged;
        if (PayProtocolCallback.Read(callback.Body, out var body, out var kind) is { } unreadable)
            return unreadable;
        return kind switch
        {
            PayProtocolCallback.Recharge => await _translation.RechargeAsync(body, cancellationToken),
            PayProtocolCallback.Withdrawal => await _translation.WithdrawalAsync(body, cancellationToken),
            _ => new CallbackReading.Refused(CallbackVerdict.UnknownKind, "It is about a payment order, and this account makes none."),
        };
    }

    public override async Task<ProviderResult<Notice>> AskAsync(Notice about, CancellationToken cancellationToken)
    {
        if (!AnswersQueries(about.Kind))
            return await base.AskAsync(about, cancellationToken);
        var id = about.ProviderOrderId ?? throw new ArgumentException("A recharge is asked about by the provider's id.", nameof(about));
        return await (await client.FindRechargeAsync(id, cancellationToken)).ThenAsync(async recharge =>
            (await _translation.RechargeAsync(recharge, cancellationToken)).AsAnswer("recharge/detail", notice => notice.ProviderOrderId == id));
    }

    public override Task<ProviderResult<IReadOnlyList<DepositAddress>>> IssueAddressesAsync(string customerId, CancellationToken cancellationToken) =>
        _addresses.IssueAsync(customerId, cancellationToken);
}
