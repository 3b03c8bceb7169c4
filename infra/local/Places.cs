using System.Globalization;

namespace PaymentHub.Local;

/// <summary>Where everything is.</summary>
/// <param name="Hub">The function app, without a slash at the end.</param>
/// <param name="Sandbox">The sandbox, without a slash at the end.</param>
/// <param name="Storage">The connection string of the storage.</param>
internal sealed record Places(string Hub, string Sandbox, string Storage)
{
    public static Places At(int port, int sandboxPort, string storage) => new(Loopback(port), Loopback(sandboxPort), storage);

    public static string Loopback(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
}

/// <summary>The ports of the storage emulator.</summary>
internal sealed record StoragePorts(int Blob, int Queue, int Table)
{
    // Name and key that every storage emulator has: published texts, not secrets.
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <summary>What the storage SDKs take as a connection string.</summary>
    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};"
        + $"BlobEndpoint={Places.Loopback(Blob)}/{Account};QueueEndpoint={Places.Loopback(Queue)}/{Account};TableEndpoint={Places.Loopback(Table)}/{Account};";
}
