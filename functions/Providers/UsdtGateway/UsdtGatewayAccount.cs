namespace PaymentHub.Providers.UsdtGateway;

/// <summary>One merchant's account at the USDT gateway, which answers no queries.</summary>
internal sealed class UsdtGatewayAccount(string identity, UsdtGatewaySignature signature, UsdtGatewayClient client, TimeSpan longestSend)
    : ProviderAccount
{
    public override string Identity => identity;

    public override Acknowledgement Acknowledgement { get; } = new("application/json", """{"code":1}""");

    public override bool IssuesAddresses => true;

    public override bool PaysWithdrawals => true;

    public override TimeSpan LongestSend => longestSend;

    public override Task<ProviderResult<IReadOnlyList<AccountCurrency>>> CurrenciesAsync(CancellationToken cancellationToken) =>
        Task.FromResult<ProviderResult<IReadOnlyList<AccountCurrency>>>(
            new ProviderResult<IReadOnlyList<AccountCurrency>>.Good([
                new AccountCurrency(UsdtGatewayTranslation.Currency, UsdtGatewayTranslation.Network, UsdtGatewayTranslation.Decimals),
            ])
        );

    public override CallbackShape CheckShape(Callback callback) => UsdtGatewayCallback.CheckShape(callback);

    public override bool IsSigned(Callback callback) =>
        UsdtGatewayCallback.Read(callback.Body, out _) is { } read && signature.Verify(read.Data.Span, read.Signature);

    public override Task<CallbackResult> ReadAsync(Callback callback, CancellationToken cancellationToken) => Task.FromResult(Read(callback));

    public override async Task<ProviderResult<IReadOnlyList<DepositAddress>>> IssueAddressesAsync(
        string customerId,
        CancellationToken cancellationToken
    ) =>
        (await client.RechargeAsync(customerId, cancellationToken)).Then<string, IReadOnlyList<DepositAddress>>(address => new ProviderResult<
            IReadOnlyList<DepositAddress>
        >.Good([new DepositAddress(UsdtGatewayTranslation.Network, address)]));

    public override Task<ProviderResult<IReadOnlyDictionary<string, string>>> CheckWithdrawalAsync(
        WithdrawalRequest request,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult<ProviderResult<IReadOnlyDictionary<string, string>>>(
            new ProviderResult<IReadOnlyDictionary<string, string>>.Good(UsdtGatewayWithdrawals.Check(request))
        );

    public override Task<SubmissionResult> SubmitWithdrawalAsync(WithdrawalRequest request, CancellationToken cancellationToken) =>
        client.WithdrawAsync(request, cancellationToken);

    private CallbackResult Read(Callback received)
    {
        if (UsdtGatewayCallback.Read(received.Body, out var verdict) is not { } callback)
            return new CallbackResult.Refused(verdict, "The body is no JSON object with one text 'signature' and one object 'data'.");
        if (!signature.Verify(callback.Data.Span, callback.Signature))
            return new CallbackResult.Refused(CallbackVerdict.BadSignature, "'signature' matches 'data' neither as received nor compact.");
        // After the signature: a forgery is a forgery, however it is written.
        return callback.HasRepeatedNames
            ? new CallbackResult.Refused(CallbackVerdict.Ambiguous, "A name is given twice in the same JSON object.")
            : UsdtGatewayTranslation.Translate(callback.Root);
    }
}
