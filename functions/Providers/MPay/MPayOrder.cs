using System.Text.Json;

namespace PaymentHub.Providers.MPay;

/// <summary>An order on the wire, from a callback's form or from a query's JSON.</summary>
internal sealed record MPayOrder
{
    public required string MerchOrderId { get; init; }

    public required string Status { get; init; }

    public required string Amount { get; init; }

    /// <summary>Only callbacks may hold it.</summary>
    public string? MerchUserId { get; init; }

    /// <summary>The user's wallet; only queries are known to hold it.</summary>
    public string? UserPayAddress { get; init; }

    /// <summary>Withdrawals: the wallet that is paid, when it is said under the name that the request has for it.</summary>
    public string? UserWalletAddress { get; init; }

    public static MPayOrder? Read(MPayForm form) =>
        form.AreTexts(MPayCallback.OrderId, "status", MPayCallback.UserId, "userPayAddress", "userWalletAddress")
        && form.Value(MPayCallback.OrderId) is { } id
        && form.Value("status") is { } status
        && form.Value("amount") is { } amount
            ? new MPayOrder
            {
                MerchOrderId = id,
                Status = status,
                Amount = amount,
                MerchUserId = form.Value(MPayCallback.UserId),
                UserPayAddress = form.Value("userPayAddress"),
                UserWalletAddress = form.Value("userWalletAddress"),
            }
            : null;

    public static MPayOrder? Read(JsonElement data)
    {
        var fields = new JsonFields(data);
        var order = new MPayOrder
        {
            MerchOrderId = fields.Text(MPayCallback.OrderId),
            Status = fields.Scalar("status"),
            Amount = fields.Amount("amount"),
            UserPayAddress = fields.OptionalText("userPayAddress"),
            UserWalletAddress = fields.OptionalText("userWalletAddress"),
        };
        return fields.Wrong is null ? order : null;
    }
}
