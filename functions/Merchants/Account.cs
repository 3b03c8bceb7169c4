using PaymentHub.Providers;

namespace PaymentHub.Merchants;

/// <summary>One merchant's credentials and settings at one provider.</summary>
public sealed class Account
{
    /// <summary>The usual <see cref="OverdueAfter"/>, also for orders whose account is gone.</summary>
    public static readonly TimeSpan UsuallyOverdueAfter = TimeSpan.FromDays(1);

    /// <summary>The id in settings, unique over all merchants.</summary>
    public required string Id { get; init; }

    public required string MerchantId { get; init; }

    /// <summary>The provider's name, for instance mpay.</summary>
    public required string ProviderName { get; init; }

    /// <summary>The account, opened at its provider.</summary>
    public required ProviderAccount Provider { get; init; }

    /// <summary>The secret parts of its callback URLs, newest first.</summary>
    public required IReadOnlyList<string> CallbackIds { get; init; }

    /// <summary>Whether the provider's query API is asked before a callback makes an order final.</summary>
    public required bool Confirm { get; init; }

    /// <summary>Whether deposits to addresses that we never issued are taken as they are.</summary>
    public required bool AcceptUnknownAddresses { get; init; }

    /// <summary>Whether nothing new may be started on it. What arrives for its orders is still processed.</summary>
    public bool Disabled { get; init; }

    /// <summary>
    /// How long an open order may be without news before an operator has to look at it, if the provider cannot be asked or does not answer.
    /// </summary>
    public TimeSpan OverdueAfter { get; init; } = UsuallyOverdueAfter;

    /// <summary>The rules for its withdrawals.</summary>
    public WithdrawalRules Withdrawals { get; init; } = WithdrawalRules.None;

    /// <summary>The rules for its deposits with a payment page.</summary>
    public DepositRules Deposits { get; init; } = DepositRules.Usual;

    /// <summary>The account's id alone: its callback ids are secrets.</summary>
    public override string ToString() => Id;
}
