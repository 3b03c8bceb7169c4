namespace PaymentHub.Sandbox.MPay;

/// <summary>How far an order is: the words of the queries.</summary>
public enum MPayStatus
{
    Pending,
    Finish,
    Fail,
}
