using System.Text.Json;

namespace PaymentHub.Providers.UsdtGateway;

/// <summary>The <c>data</c> of a callback on the wire, the same for both kinds.</summary>
internal sealed record UsdtGatewayTransfer
{
    private const int TransactionIdLength = 64;

    public required string Identify { get; init; }

    /// <summary>Recharge: the gateway's own id, digits. Withdrawal: ours.</summary>
    public required string OrderId { get; init; }

    /// <summary>A JSON number's text, in USDT.</summary>
    public required string Amount { get; init; }

    /// <summary>64 hexadecimal digits.</summary>
    public string? TransactionId { get; init; }

    public string? ChainType { get; init; }

    public string? ContractType { get; init; }

    public static UsdtGatewayTransfer? Read(JsonElement data, out string? wrong)
    {
        var fields = new JsonFields(data);
        var transfer = new UsdtGatewayTransfer
        {
            Identify = fields.Scalar("identify"),
            OrderId = fields.Scalar("order_id"),
            Amount = fields.Number("amount"),
            TransactionId = fields.OptionalText("transaction_id"),
            ChainType = fields.OptionalScalar("chain_type"),
            ContractType = fields.OptionalScalar("contract_type"),
        };
        wrong = fields.Wrong;
        // Some write 0x before it.
        if (
            transfer.TransactionId is { } said
            && (said.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? said[2..] : said) is var id
            && (id.Length != TransactionIdLength || !id.All(char.IsAsciiHexDigit))
        )
        {
            wrong ??= $"'transaction_id' is not {TransactionIdLength} hexadecimal digits.";
        }

        return wrong is null ? transfer : null;
    }
}
