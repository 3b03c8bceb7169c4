namespace PaymentHub.Money;

/// <summary>What reading an amount's text came to.</summary>
public enum AmountReading
{
    /// <summary>The decimal holds exactly what the text says.</summary>
    Exact,

    /// <summary>A number, but one that a decimal cannot hold exactly (more than 28 significant digits).</summary>
    OutOfRange,

    /// <summary>Not an amount: no number, or a negative one.</summary>
    NotAnAmount,
}
