using PaymentHub.Providers;
using PaymentHub.Tests.Providers.MPay;
using PaymentHub.Tests.Providers.PayProtocol;
using PaymentHub.Tests.Providers.UsdtGateway;

namespace PaymentHub.Tests.Providers;

/// <summary>One sound withdrawal for each provider, and what checking or sending it came to.</summary>
internal static class Withdrawals
{
    public const string OurId = "wd_0123456789abcdefghjkmnpqrs";
    public const string Tron = "TA1AtPt6bRfFgc4KuXJb9LrJrqxeXiaV2A";

    public static WithdrawalRequest PayProtocol { get; } = new(OurId, "user-1", 12.50m, "USDT", "tron", Tron, new Dictionary<string, string>());

    public static WithdrawalRequest Gateway { get; } = PayProtocol;

    public static WithdrawalRequest MPay { get; } = new(OurId, "user-1", 100.00m, "CNY", "mpay", "wallet-7", new Dictionary<string, string>());

    /// <summary>A bench for one of the three; the caller ends it.</summary>
    public static (IDisposable Bench, StubWire Wire, ProviderAccount Account, WithdrawalRequest Request) Open(
        string provider,
        params ReadOnlySpan<(string Name, string Value)> settings
    )
    {
        switch (provider)
        {
            case "pay_protocol":
                var pay = new PayProtocolBench(settings);
                return (pay, pay.Wire, pay.Account, PayProtocol);
            case "usdt_gateway":
                var gateway = new UsdtGatewayBench(settings);
                return (gateway, gateway.Wire, gateway.Account, Gateway);
            case "mpay":
                var mpay = new MPayBench(settings);
                return (mpay, mpay.Wire, mpay.Account, MPay);
            default:
                throw new ArgumentOutOfRangeException(nameof(provider));
        }
    }

    public static Task<SubmissionResult> SubmitAsync(this ProviderAccount account, WithdrawalRequest request) =>
        account.SubmitWithdrawalAsync(request, CancellationToken.None);

    /// <summary>The fields that have a mistake, and the sentences.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> MistakesAsync(this ProviderAccount account, WithdrawalRequest request) =>
        Assert
            .IsType<ProviderResult<IReadOnlyDictionary<string, string>>.Good>(await account.CheckWithdrawalAsync(request, CancellationToken.None))
            .Value;

    public static WithdrawalRequest With(this WithdrawalRequest request, params (string Name, string Value)[] details) =>
        request with
        {
            Details = details.ToDictionary(detail => detail.Name, detail => detail.Value),
        };
}
