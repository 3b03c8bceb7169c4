using System.Text.Json;

namespace PaymentHub.Providers.PayProtocol;

/// <summary>A payment order on the wire, the same in a callback and in payment/detail.</summary>
internal sealed record PayProtocolPayment
{
    public required string OutPaymentNo { get; init; }

    /// <summary>Our order id.</summary>
    public required string OutTradeNo { get; init; }

    public required string ChainId { get; init; }

    public required string Status { get; init; }

    /// <summary>What was received so far, an integer in the smallest units of <see cref="Currency"/>; null before anything was.</summary>
    public string? Received { get; init; }

    /// <summary>The symbol of what was received.</summary>
    public string? Currency { get; init; }

    /// <summary>The address that was made for this order.</summary>
    public string? Address { get; init; }

    public string? FromAddress { get; init; }

    public string? TransferHash { get; init; }

    public static PayProtocolPayment? Read(JsonElement source, out string? wrong)
    {
        var fields = new JsonFields(source);
        var payment = new PayProtocolPayment
        {
            OutPaymentNo = fields.Scalar(PayProtocolCallback.Payment),
            OutTradeNo = fields.Scalar("outTradeNo"),
            ChainId = fields.Digits("chainId"),
            Status = fields.Scalar("paymentStatus"),
            Received = fields.OptionalAmount("settlementAmount"),
            Currency = fields.OptionalText("settlementCurrencySymbol"),
            Address = fields.OptionalText("userWalletAddress"),
            FromAddress = fields.OptionalText("fromAddress"),
            TransferHash = fields.OptionalText("transferHash"),
        };
        return (wrong = fields.Wrong) is null ? payment : null;
    }
}
