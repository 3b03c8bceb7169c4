namespace PaymentHub.Orders;

/// <summary>Which way the money goes.</summary>
public enum OrderKind
{
    /// <summary>Money in.</summary>
    Deposit,

    /// <summary>Money out.</summary>
    Withdrawal,
}
