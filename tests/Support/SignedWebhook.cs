namespace PaymentHub.Tests.Support;

/// <summary>A webhook as a merchant received it, with the secret to hold it against.</summary>
/// <param name="Secret">The secret as configured, <c>whsec_…</c>.</param>
/// <param name="Headers">The request's headers, whatever their case.</param>
/// <param name="Body">The body's text.</param>
internal sealed record SignedWebhook(string Secret, IReadOnlyDictionary<string, string> Headers, string Body);
