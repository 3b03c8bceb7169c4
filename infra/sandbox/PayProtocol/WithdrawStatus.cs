namespace PaymentHub.Sandbox.PayProtocol;

/// <summary>The provider's numbers: 0 is success.</summary>
public enum WithdrawStatus
{
    Success = 0,
    PendingApproval = 1,
    UnderReview = 2,
    BlockConfirmation = 3,
    Failure = 4,
    Rejected = 5,
}
