namespace PaymentHub.Sandbox.MPay;

/// <summary>One merchant, and the key that reads its requests.</summary>
internal sealed record MPayAccount(MPayCredentials Credentials, MPayCipher Cipher);
