namespace PaymentHub.Webhooks;

/// <summary>A webhook's host leads to an address that webhooks are not sent to. The message names neither: addresses are not for logs.</summary>
public sealed class ForbiddenTargetException() : IOException("The host has an address that webhooks are not sent to.");
