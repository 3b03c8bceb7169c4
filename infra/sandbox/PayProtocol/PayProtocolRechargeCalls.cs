using System.Globalization;
using PaymentHub.Sandbox.Wire;

namespace PaymentHub.Sandbox.PayProtocol;

/// <summary>The calls about recharges.</summary>
internal sealed class PayProtocolRechargeCalls(PayProtocolSandbox provider)
{
    private readonly PayProtocolWire _wire = new(provider.Clock);

    public Answer List(PayProtocolRequest request)
    {
        var (uuid, hash, status) = (request.Text("uuid"), request.Text("transactionHash"), request.Number("orderStatus"));
        var (chainId, from, to) = (request.Number("chainId"), request.Number("startTime"), request.Number("endTime"));
        var told = request
            .Account.Recharges.Where(one => uuid is null || one.Uuid == uuid)
            .Where(one => chainId is null || one.ChainId == chainId)
            .Where(one => hash is null || string.Equals(one.TransferHash, hash, StringComparison.OrdinalIgnoreCase))
            .Where(one => from is null || one.CreateTime.ToUnixTimeSeconds() >= from)
            .Where(one => to is null || one.CreateTime.ToUnixTimeSeconds() <= to)
            .OrderBy(one => one.CreateTime)
            .ThenBy(one => one.RechargeId)
            .Select(provider.Told)
            .OfType<PayProtocolRecharge>()
            .Where(one => status is null || (int)one.RechargeStatus == status);
        return provider.Pages.Answer("recharge/list", request, told.Select(_wire.Recharge));
    }

    public Answer Detail(PayProtocolRequest request) =>
        Find(request) is { } recharge && provider.Told(recharge) is { } told
            ? PayProtocolWire.Good(_wire.Recharge(told), request.Account.Credentials.Name)
            : PayProtocolErrors.RechargeNotFound;

    public Answer Notify(PayProtocolRequest request)
    {
        if (Find(request) is not { } recharge)
        {
            return PayProtocolErrors.RechargeNotFound;
        }

        // Not awaited: the provider answers first and calls back afterwards.
        return recharge.RechargeStatus == RechargeStatus.Pending
            ? PayProtocolErrors.NothingToNotify
            : PayProtocolWire.Good(null, request.Account.Credentials.Name) with
            {
                Afterwards = () => provider.Background.Start(TimeSpan.Zero, () => provider.NotifyAsync(recharge.RechargeId)),
            };
    }

    private static PayProtocolRecharge? Find(PayProtocolRequest request) =>
        request.Number("rechargeId") is { } id and <= int.MaxValue ? request.Account.Recharge((int)id) : null;
}

/// <summary>A transfer to a user's wallet.</summary>
public sealed record PayProtocolRecharge
{
    /// <summary>The name of the account whose user was paid.</summary>
    public required string Account { get; init; }

    public required int RechargeId { get; init; }

    public required int ChainId { get; init; }

    public required int CurrencyId { get; init; }

    public required int UserId { get; init; }

    public required string Uuid { get; init; }

    public required int WalletId { get; init; }

    public required string WalletAddress { get; init; }

    public required string FromAddress { get; init; }

    /// <summary>Digits: the amount times 10 to the currency's decimals.</summary>
    public required string RechargeAmount { get; init; }

    public required RechargeStatus RechargeStatus { get; init; }

    public required string TransferHash { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    public required DateTimeOffset BlockTime { get; init; }

    internal string IdText => RechargeId.ToString(CultureInfo.InvariantCulture);

    /// <summary>What a fault may be about.</summary>
    internal string[] Names => [Uuid, IdText, WalletAddress];
}

/// <summary>The provider's numbers: 0 is success.</summary>
public enum RechargeStatus
{
    Success = 0,
    Pending = 1,
    Failure = 2,
}
