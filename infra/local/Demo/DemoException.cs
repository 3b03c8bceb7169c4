namespace PaymentHub.Local.Demo;

/// <summary>A step of the demo was refused.</summary>
internal sealed class DemoException(string message) : Exception(message);
