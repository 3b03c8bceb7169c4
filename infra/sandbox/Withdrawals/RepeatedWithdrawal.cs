namespace PaymentHub.Sandbox.Withdrawals;

/// <summary>What happens when a merchant asks for a withdrawal under an id that it has used before. No provider documents it.</summary>
public enum RepeatedWithdrawal
{
    /// <summary>It is one more withdrawal, and pays once more: so that a double payment shows.</summary>
    PaysAgain,

    /// <summary>It is refused with an error code.</summary>
    Refused,

    /// <summary>The first one is answered once more; nothing else happens.</summary>
    AnswersFirst,
}
