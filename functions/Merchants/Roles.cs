namespace PaymentHub.Merchants;

/// <summary>What an API key may do. A set.</summary>
[Flags]
public enum Roles
{
    None = 0,

    /// <summary>Read everything of the merchant's.</summary>
    Read = 1,

    /// <summary>Take money in, and read.</summary>
    Deposits = 2,

    /// <summary>Approve or reject withdrawals, and read.</summary>
    Approver = 4,

    /// <summary>Pay money out, and read.</summary>
    Withdrawals = 8,
}
