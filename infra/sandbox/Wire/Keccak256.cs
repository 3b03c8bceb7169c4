using Org.BouncyCastle.Crypto.Digests;

namespace PaymentHub.Sandbox.Wire;

/// <summary>Keccak-256 as Ethereum uses it. It pads with 0x01 where the later SHA-3 standard pads with 0x06, so the platform's SHA3 will not do.</summary>
internal static class Keccak256
{
    public static byte[] Hash(byte[] data)
    {
        var digest = new KeccakDigest(256);
        digest.BlockUpdate(data, 0, data.Length);
        var hash = new byte[digest.GetDigestSize()];
        digest.DoFinal(hash, 0);
        return hash;
    }
}
