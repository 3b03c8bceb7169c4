using System.Net;
using System.Net.Sockets;

namespace PaymentHub.Webhooks;

/// <summary>The machine's resolver and its sockets.</summary>
public sealed class SystemNetwork : INetwork
{
    // The system's resolver cannot be cancelled; it is then no longer waited for.
    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken) =>
        await Dns.GetHostAddressesAsync(host, cancellationToken).WaitAsync(cancellationToken);

    public async Task<Stream> ConnectAsync(IPEndPoint target, CancellationToken cancellationToken)
    {
        var socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(target, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>What a connection needs: a look-up of the name, and a socket to one address.</summary>
public interface INetwork
{
    /// <summary>The addresses of a host; of an address, itself.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">It has none.</exception>
    Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken);

    /// <summary>A connection to exactly this address, which the caller closes.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">Nobody takes it.</exception>
    Task<Stream> ConnectAsync(IPEndPoint target, CancellationToken cancellationToken);
}
