namespace PaymentHub.Providers;

/// <summary>What a strict look at a JSON text came to.</summary>
internal enum JsonValidity
{
    /// <summary>It can be read in one way.</summary>
    Valid,

    /// <summary>It is no JSON, or holds texts that are no Unicode.</summary>
    Invalid,

    /// <summary>An object somewhere in it has the same name twice, so that two readers may see two different things.</summary>
    DuplicateNames,
}
