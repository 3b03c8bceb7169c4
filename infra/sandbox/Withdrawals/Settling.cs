namespace PaymentHub.Sandbox.Withdrawals;

/// <summary>Who brings a withdrawal to its end.</summary>
public enum Settling
{
    /// <summary>Somebody at the provider: a test, or a person on the page.</summary>
    Manual,

    /// <summary>Nobody: it comes by itself.</summary>
    Automatic,
}
