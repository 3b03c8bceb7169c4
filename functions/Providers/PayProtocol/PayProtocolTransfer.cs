using System.Text.Json;

namespace PaymentHub.Providers.PayProtocol;

/// <summary>A recharge or a withdrawal on the wire: two objects with the same parts under different names.</summary>
internal sealed record PayProtocolTransfer
{
    public required string Id { get; init; }

    public required string ChainId { get; init; }

    public required string CurrencyId { get; init; }

    /// <summary>An integer in the currency's smallest units.</summary>
    public required string Amount { get; init; }

    public required string Status { get; init; }

    /// <summary>Where the money goes.</summary>
    public required string Address { get; init; }

    public string? TransferHash { get; init; }

    /// <summary>Recharges: the merchant's id for the user. A payer of a one-off invoice has none.</summary>
    public string? Uuid { get; init; }

    public string? FromAddress { get; init; }

    /// <summary>Withdrawals: our order id.</summary>
    public string? OutTradeNo { get; init; }

    public static PayProtocolTransfer? ReadRecharge(JsonElement source, out string? wrong)
    {
        var fields = new JsonFields(source);
        var transfer = new PayProtocolTransfer
        {
            Id = fields.Digits(PayProtocolCallback.Recharge),
            ChainId = fields.Digits("chainId"),
            CurrencyId = fields.Digits("currencyId"),
            Amount = fields.Amount("rechargeAmount"),
            Status = fields.Scalar("rechargeStatus"),
            Address = fields.Text("walletAddress"),
            TransferHash = fields.OptionalText("transferHash"),
            Uuid = fields.OptionalScalar("uuid"),
            FromAddress = fields.OptionalText("fromAddress"),
        };
        return (wrong = fields.Wrong) is null ? transfer : null;
    }

    public static PayProtocolTransfer? ReadWithdrawal(JsonElement source, out string? wrong)
    {
        var fields = new JsonFields(source);
        var transfer = new PayProtocolTransfer
        {
            Id = fields.Digits(PayProtocolCallback.Withdrawal),
            ChainId = fields.Digits("chainId"),
            CurrencyId = fields.Digits("currencyId"),
            Amount = fields.Amount("withdrawAmount"),
            Status = fields.Scalar("withdrawStatus"),
            Address = fields.Text("withdrawAddress"),
            TransferHash = fields.OptionalText("transferHash"),
            OutTradeNo = fields.OptionalScalar("outTradeNo"),
        };
        return (wrong = fields.Wrong) is null ? transfer : null;
    }
}
