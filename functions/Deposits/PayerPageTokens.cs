using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;

namespace PaymentHub.Deposits;

/// <summary>
/// The tokens in the addresses of payers' pages: what a page is about, encrypted with a key of the hub, so that nobody can guess a token or read
/// anything from it, and none has to be stored. Encryption is deterministic (the nonce is a keyed hash of the plaintext, as in SIV), so that the same
/// subject always has the same page. While two master keys are configured, tokens of both are accepted.
/// </summary>
public sealed partial class PayerPageTokens(MerchantDirectory directory, ILogger<PayerPageTokens> logger)
{
    private const string Purpose = "paymenthub payer page token 1";
    private const int KeyLength = 32;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    // Padded, so that a token's length hardly tells how long an id is.
    private const int Block = 32;

    /// <summary>Longer than any token: three ids at their longest come to 128 bytes, which are 208 characters.</summary>
    private const int MaxToken = 256;

    private readonly IReadOnlyList<byte[]> _keys = directory.Settings.MasterKeys.Derive(Purpose, 2 * KeyLength);

    private readonly string _root = directory.Settings.PublicBaseUrl.AbsoluteUri.TrimEnd('/');

    private int _toldOff;

    private bool AreOn => _keys.Count > 0;

    /// <summary>The address of the page about a deposit; null where pages are off.</summary>
    public string? Url(PayerSubject subject) => AreOn ? $"{_root}/pay/{Seal(subject)}" : null;

    /// <summary>What a page is about; null when the token is none of ours, or pages are off: there is no master key.</summary>
    public PayerSubject? Open(string token)
    {
        if (!AreOn && Interlocked.Exchange(ref _toldOff, 1) == 0)
            Log.Off(logger);
        if (token.Length > MaxToken || !Base64Url.IsValid(token))
            return null;
        var bytes = Base64Url.DecodeFromChars(token);
        if (bytes.Length <= NonceLength + TagLength)
            return null;
        foreach (var key in _keys)
        {
            if (Decrypt(key, bytes) is { } plain)
                return PayerSubject.Read(plain);
        }

        return null;
    }

    private string Seal(PayerSubject subject)
    {
        var key = _keys[0];
        var written = subject.Write();
        var plain = new byte[(written.Length + Block - 1) / Block * Block];
        written.CopyTo(plain, 0);

        var sealedBytes = new byte[NonceLength + TagLength + plain.Length];
        var nonce = sealedBytes.AsSpan(0, NonceLength);
        HMACSHA256.HashData(key.AsSpan(KeyLength), plain).AsSpan(0, NonceLength).CopyTo(nonce);
        using var aes = new AesGcm(key.AsSpan(0, KeyLength), TagLength);
        aes.Encrypt(nonce, plain, sealedBytes.AsSpan(NonceLength + TagLength), sealedBytes.AsSpan(NonceLength, TagLength));
        return Base64Url.EncodeToString(sealedBytes);
    }

    private static byte[]? Decrypt(byte[] key, byte[] bytes)
    {
        var plain = new byte[bytes.Length - NonceLength - TagLength];
        using var aes = new AesGcm(key.AsSpan(0, KeyLength), TagLength);
        try
        {
            aes.Decrypt(bytes.AsSpan(0, NonceLength), bytes.AsSpan(NonceLength + TagLength), bytes.AsSpan(NonceLength, TagLength), plain);
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "A payer's page was requested, but there are none: PaymentHub__MasterKeys__0 is not set. This is logged once."
        )]
        public static partial void Off(ILogger logger);
    }
}

/// <summary>What a payer's page is about.</summary>
public abstract record PayerSubject
{
    private const byte OrderKind = 1;
    private const byte AddressKind = 2;

    /// <summary>One deposit that the merchant created.</summary>
    public sealed record OfOrder(string Id) : PayerSubject
    {
        internal override byte[] Write() => [OrderKind, .. Part(Id)];

        public override TOut Match<TOut>(Func<OfOrder, TOut> order, Func<OfAddress, TOut> address) => order(this);
    }

    /// <summary>An address that a customer keeps on a network, and whatever comes to it.</summary>
    public sealed record OfAddress(string Account, string Customer, string Network) : PayerSubject
    {
        internal override byte[] Write() => [AddressKind, .. Part(Account), .. Part(Customer), .. Part(Network)];

        public override TOut Match<TOut>(Func<OfOrder, TOut> order, Func<OfAddress, TOut> address) => address(this);
    }

    /// <summary>Handles each case.</summary>
    public abstract TOut Match<TOut>(Func<OfOrder, TOut> order, Func<OfAddress, TOut> address);

    internal abstract byte[] Write();

    /// <summary>Leads back; what follows is padding.</summary>
    internal static PayerSubject? Read(ReadOnlySpan<byte> bytes)
    {
        var rest = bytes[1..];
        return bytes[0] switch
        {
            OrderKind => new OfOrder(Next(ref rest)),
            AddressKind => new OfAddress(Next(ref rest), Next(ref rest), Next(ref rest)),
            _ => null,
        };
    }

    private static byte[] Part(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return [checked((byte)bytes.Length), .. bytes];
    }

    private static string Next(ref ReadOnlySpan<byte> rest)
    {
        var text = Encoding.UTF8.GetString(rest.Slice(1, rest[0]));
        rest = rest[(1 + rest[0])..];
        return text;
    }
}
