namespace PaymentHub.Sandbox.PayProtocol;

/// <summary>The provider's numbers: 0 is success.</summary>
public enum RechargeStatus
{
    Success = 0,
    Pending = 1,
    Failure = 2,
}
