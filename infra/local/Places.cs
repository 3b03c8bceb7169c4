using System.Globalization;

namespace PaymentHub.Local;

/// <summary>Where everything is.</summary>
/// <param name="Hub">The function app, without a slash at the end.</param>
/// <param name="Sandbox">The sandbox, without a slash at the end.</param>
/// <param name="Storage">The connection string of the storage.</param>
internal sealed record Places(string Hub, string Sandbox, string Storage)
{
    public static Places At(int port, int sandboxPort, string storage) => new(Loopback(port), Loopback(sandboxPort), storage);

    private static string Loopback(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
}
