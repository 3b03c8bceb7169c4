namespace PaymentHub.Sandbox.Control;

/// <summary>Sends a payment order's callback once more.</summary>
internal sealed record PaymentOrderReminder(string OutTradeNo);
