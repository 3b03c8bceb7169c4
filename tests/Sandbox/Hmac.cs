using System.Security.Cryptography;
using System.Text;

namespace PaymentHub.Tests.Sandbox;

internal static class Hmac
{
    public static string Base64(string secret, string text) => Base64(Encoding.UTF8.GetBytes(secret), text);

    public static string Base64(byte[] secret, string text) => Convert.ToBase64String(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(text)));
}
