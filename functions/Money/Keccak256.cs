using Org.BouncyCastle.Crypto.Digests;

namespace PaymentHub.Money;

/// <summary>
/// Keccak-256 as Ethereum uses it: the sponge before it was standardised, so that its padding differs from SHA3-256, which is the
/// only one that .NET has. It checks the spelling of addresses (EIP-55) and protects nothing.
/// </summary>
internal static class Keccak256
{
    public const int HashSize = 32;

    public static byte[] Hash(ReadOnlySpan<byte> data)
    {
        var digest = new KeccakDigest(HashSize * 8);
        digest.BlockUpdate(data);
        var hash = new byte[HashSize];
        digest.DoFinal(hash);
        return hash;
    }
}
