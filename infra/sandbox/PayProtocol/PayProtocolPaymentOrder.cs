using System.Security.Cryptography;
using PaymentHub.Sandbox.Wire;

namespace PaymentHub.Sandbox.PayProtocol;

/// <summary>A one-off invoice with a page and an address of its own.</summary>
public sealed record PayProtocolPaymentOrder
{
    /// <summary>The name of the account.</summary>
    public required string Account { get; init; }

    /// <summary>The provider's id, digits. It is also the uuid of the user whom the address belongs to.</summary>
    public required string OutPaymentNo { get; init; }

    /// <summary>The merchant's own id.</summary>
    public required string OutTradeNo { get; init; }

    public required int ChainId { get; init; }

    /// <summary>What it is paid in.</summary>
    public required int CurrencyId { get; init; }

    public string? Description { get; init; }

    /// <summary>Whether the quote is in USD, which the sandbox takes as one USDT each.</summary>
    public bool IsLegalTender { get; init; }

    public required string QuoteCurrencySymbol { get; init; }

    /// <summary>Decimal text.</summary>
    public required string QuoteAmount { get; init; }

    /// <summary>Digits: the amount asked for times 10 to the currency's decimals.</summary>
    public required string ExpectedAmount { get; init; }

    /// <summary>Digits: what was received; null before anything was.</summary>
    public string? SettlementAmount { get; init; }

    public required string UserWalletAddress { get; init; }

    /// <summary>Where callbacks go. None are sent without it.</summary>
    public Uri? NotifyUrl { get; init; }

    public Uri? RedirectionUrl { get; init; }

    public PaymentStatus PaymentStatus { get; init; } = PaymentStatus.Pending;

    /// <summary>Of the last transfer.</summary>
    public string? TransferHash { get; init; }

    /// <summary>Of the last transfer.</summary>
    public string? FromAddress { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    /// <summary>Of the last transfer.</summary>
    public DateTimeOffset? BlockTime { get; init; }

    /// <summary>What a fault may be about.</summary>
    internal string[] Names => [OutTradeNo, OutPaymentNo, UserWalletAddress];
}

/// <summary>The provider's numbers for payment orders: 0 is paid.</summary>
public enum PaymentStatus
{
    Paid = 0,
    Pending = 1,
    BlockConfirmation = 2,
    PartiallyPaid = 3,
    Failed = 4,
    Refunded = 5,
}

/// <summary>What a payer does: sends an amount to a user's wallet.</summary>
public sealed record PayProtocolPayment
{
    /// <summary>The account; null when only one has the user.</summary>
    public string? Account { get; init; }

    public required string Uuid { get; init; }

    /// <summary>null: the currency's chain.</summary>
    public int? ChainId { get; init; }

    public int CurrencyId { get; init; } = PayProtocolCatalogue.UsdtTrc20;

    /// <summary>Decimal text: "10.5".</summary>
    public required string Amount { get; init; }

    /// <summary>Pending sends no callback until it is settled.</summary>
    public RechargeStatus Status { get; init; }

    /// <summary>64 hex digits; null: random.</summary>
    public string? TransferHash { get; init; }

    /// <summary>null: now.</summary>
    public DateTimeOffset? CreateTime { get; init; }

    /// <summary>Whether no callback is sent, and none is lost either.</summary>
    public bool Silent { get; init; }

    /// <summary>null: some address.</summary>
    public string? FromAddress { get; init; }

    /// <summary>What it is in the provider's books.</summary>
    internal PayProtocolRecharge MadeInto(int id, string account, PayProtocolUser user, PayProtocolCatalogue catalogue, DateTimeOffset now)
    {
        var currency = catalogue.Currency(ChainId, CurrencyId);
        var wallet = user.WalletOn(currency.ChainId);
        var tvm = catalogue.IsTvm(currency.ChainId);
        var hash = TransferHash ?? RandomNumberGenerator.GetHexString(64, lowercase: true);
        return new PayProtocolRecharge
        {
            Account = account,
            RechargeId = id,
            ChainId = currency.ChainId,
            CurrencyId = currency.CurrencyId,
            UserId = user.UserId,
            Uuid = user.Uuid,
            WalletId = wallet.WalletId,
            WalletAddress = wallet.WalletAddress,
            FromAddress = FromAddress ?? PayProtocolDistortion.Nobody(tvm),
            RechargeAmount = AmountText.ToSmallestUnits(Amount, currency.Decimals),
            RechargeStatus = Status,
            // The chains write it differently, as the real ones do.
            TransferHash = tvm ? hash : "0x" + hash,
            CreateTime = CreateTime ?? now,
            BlockTime = CreateTime ?? now,
        };
    }
}
