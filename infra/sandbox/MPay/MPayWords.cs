namespace PaymentHub.Sandbox.MPay;

/// <summary>How a callback says that an order was paid.</summary>
public enum MPayWords
{
    TrueFalse,
    FinishFail,
}
