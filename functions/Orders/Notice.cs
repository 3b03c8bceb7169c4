using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PaymentHub.Orders;

/// <summary>Which order a provider is asked about: at least one of the two ids is known.</summary>
/// <param name="OrderId">Our id, for an order that we made (a withdrawal, a payment page).</param>
/// <param name="ProviderOrderId">The provider's own id.</param>
public sealed record OrderReference(OrderKind Kind, string? OrderId, string? ProviderOrderId);

/// <summary>
/// What a provider says about one order, verified and translated: from a callback, a query or a reconciliation. Null means that the provider did not
/// say.
/// </summary>
public sealed record Notice
{
    private static readonly JsonSerializerOptions Spoken = new() { IgnoreReadOnlyProperties = true };

    public required OrderKind Kind { get; init; }

    public required NoticeStatus Status { get; init; }

    /// <summary>Our id, when the provider names the order by it; otherwise the order is found by the provider's id.</summary>
    public string? OrderId { get; init; }

    /// <summary>The provider's own id of the order.</summary>
    public string? ProviderOrderId { get; init; }

    /// <summary>Which order it is about.</summary>
    [JsonIgnore]
    public OrderReference Reference => new(Kind, OrderId, ProviderOrderId);

    /// <summary>The exact amount in units of <see cref="Currency"/>.</summary>
    public decimal? Amount { get; init; }

    /// <summary>Whether <see cref="Amount"/> has certainly been received while the rest is still missing.</summary>
    public bool InPart { get; init; }

    /// <summary>The currency's symbol, for instance USDT.</summary>
    public string? Currency { get; init; }

    /// <summary>The network's name, for instance tron.</summary>
    public string? Network { get; init; }

    /// <summary>Where the money went, in its canonical spelling.</summary>
    public string? Address { get; init; }

    /// <summary>Where the money came from.</summary>
    public string? FromAddress { get; init; }

    /// <summary>The merchant's end user.</summary>
    public string? CustomerId { get; init; }

    /// <summary>The transaction's hash on its chain.</summary>
    public string? TransactionId { get; init; }

    /// <summary>The transfer to the order's own address that caused this notice, if there was one.</summary>
    public Transfer? Transfer { get; init; }

    /// <summary>Why it failed, when it did.</summary>
    public Failure? Failure { get; init; }

    /// <summary>A reason for review that is known before any order is looked at.</summary>
    public ReviewReason Doubt { get; init; }

    /// <summary>
    /// The final status that a signed callback claims while the provider's query does not confirm it; this notice then says only pending. Null in
    /// every other notice.
    /// </summary>
    public NoticeStatus? Claimed { get; init; }

    /// <summary>What our address book says; filled in by us, not by the provider.</summary>
    public AddressOwnership AddressOwnership { get; init; }

    /// <summary>
    /// Whether our address book says that an operator has entered its transaction by hand or, for a completed notice without a transaction, any for
    /// that address; filled in by us.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool MayBeEntered { get; init; }

    /// <summary>Whether the provider's query said the same; filled in by us. Only the timeline shows it.</summary>
    public bool Confirmed { get; init; }

    /// <summary>Whether nothing more is to come after this.</summary>
    public bool IsFinal => Status is NoticeStatus.Completed or NoticeStatus.Failed or NoticeStatus.Rejected;

    /// <summary>A fingerprint of the content: equal for another notice with the same content in the same words.</summary>
    public string Fingerprint() => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this, Spoken)).AsSpan(0, 8));

    /// <summary>
    /// This answer about an order, filled with the earlier notice wherever the answer says nothing. Our id is the one that was asked for; doubts of
    /// either apply to both; a reason for failure belongs to the status that it came with.
    /// </summary>
    public Notice FilledFrom(Notice said) =>
        this with
        {
            OrderId = said.OrderId,
            ProviderOrderId = said.ProviderOrderId ?? ProviderOrderId,
            Amount = Amount ?? said.Amount,
            Currency = Currency ?? said.Currency,
            Network = Network ?? said.Network,
            Address = Address ?? said.Address,
            FromAddress = FromAddress ?? said.FromAddress,
            CustomerId = CustomerId ?? said.CustomerId,
            TransactionId = TransactionId ?? said.TransactionId,
            Transfer = said.Transfer,
            Failure = Failure ?? (said.Status == Status ? said.Failure : null),
            Doubt = Doubt | said.Doubt,
        };
}

/// <summary>Why an order failed, in the provider's words.</summary>
/// <param name="Code">The provider's code, as text.</param>
/// <param name="Message">The provider's message; may be empty.</param>
public sealed record Failure(string Code, string Message);

/// <summary>What our address book says about the address in a notice.</summary>
public enum AddressOwnership
{
    /// <summary>The notice is not about an issued address, or the account accepts any.</summary>
    NotChecked,

    /// <summary>Issued to the customer that the notice names.</summary>
    Issued,

    /// <summary>Issued to another customer.</summary>
    IssuedToAnother,

    /// <summary>Never issued for this account.</summary>
    NeverIssued,
}

/// <summary>What a notice says about an order, in one vocabulary for all providers.</summary>
public enum NoticeStatus
{
    /// <summary>Seen, not final.</summary>
    Pending,

    /// <summary>The money has moved.</summary>
    Completed,

    /// <summary>It could not be done.</summary>
    Failed,

    /// <summary>Withdrawals: the provider's operator refused it.</summary>
    Rejected,

    /// <summary>Ours, not a provider's: the time to pay is over.</summary>
    Expired,

    /// <summary>The provider knows it, and nothing has been paid yet: changes no status.</summary>
    Awaiting,
}
