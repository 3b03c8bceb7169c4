namespace PaymentHub.Sandbox.PayProtocol;

/// <summary>The provider's numbers for payment orders: 0 is paid.</summary>
public enum PaymentStatus
{
    Paid = 0,
    Pending = 1,
    BlockConfirmation = 2,
    PartiallyPaid = 3,
    Failed = 4,
    Refunded = 5,
}
