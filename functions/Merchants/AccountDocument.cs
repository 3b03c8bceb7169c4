using System.Text.Json;

namespace PaymentHub.Merchants;

/// <summary>An account's settings.</summary>
public sealed record AccountDocument
{
    public string? Id { get; init; }

    /// <summary>The secret part of the callback URL that its provider has already; null where one is to be made.</summary>
    public string? CallbackId { get; init; }

    public string? Provider { get; init; }

    public string? BaseUrl { get; init; }

    public bool? Disabled { get; init; }

    public bool? Confirm { get; init; }

    public string? UnknownAddresses { get; init; }

    public string? OverdueAfter { get; init; }

    public string? Withdrawals { get; init; }

    public string? Approval { get; init; }

    public string? ApprovalPeriod { get; init; }

    public IReadOnlyList<string>? AllowedAddresses { get; init; }

    public IReadOnlyDictionary<string, string>? LimitPerWithdrawal { get; init; }

    public IReadOnlyDictionary<string, string>? LimitPerDay { get; init; }

    public bool? ResubmitWhenAbsent { get; init; }

    public string? AmountTolerance { get; init; }

    public string? Underpaid { get; init; }

    public string? Overpaid { get; init; }

    public string? PageLifetime { get; init; }

    /// <summary>The provider's own, by name.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Settings { get; init; }

    // It holds secrets.
    public override string ToString() => Id ?? "";
}

/// <summary>How a secret is to be rotated.</summary>
/// <param name="Value">The new one, where it is not made here.</param>
/// <param name="Overlap">How long the one before it counts.</param>
/// <param name="Keep">Which of two stays: older or newer.</param>
public sealed record RotationDocument(string? Value, string? Overlap, string? Keep)
{
    public override string ToString() => Keep ?? "";
}
