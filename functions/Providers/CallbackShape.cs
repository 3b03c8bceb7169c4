namespace PaymentHub.Providers;

/// <summary>What receiving makes of a callback's shape, before anything is verified.</summary>
public enum CallbackShape
{
    /// <summary>It looks like one of this provider's: take it in and acknowledge it.</summary>
    Acceptable,

    /// <summary>Something every callback of this provider has is missing or broken: 400.</summary>
    Malformed,

    /// <summary>Another media type than this provider sends: 415.</summary>
    UnsupportedMediaType,
}
