namespace PaymentHub.Http;

/// <summary>A request's body broke off or is no HTTP: the caller's doing.</summary>
public sealed class BrokenRequestException(Exception cause) : Exception("The request's body could not be read.", cause);
