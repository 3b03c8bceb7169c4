namespace PaymentHub.Sandbox.PayProtocol;

/// <summary>The parts of a request that its signature covers.</summary>
/// <param name="Target">The request target exactly as it came, with its query string.</param>
internal sealed record RequestToSign(string Method, string Target, byte[] Body);
