using System.Net;

namespace PaymentHub.Webhooks;

/// <summary>What a connection is made of: a look-up of the name, and a socket to one address.</summary>
public interface INetwork
{
    /// <summary>The addresses of a host; of an address, itself.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">It has none.</exception>
    Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken);

    /// <summary>A connection to exactly this address, which the caller closes.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">Nobody takes it.</exception>
    Task<Stream> ConnectAsync(IPEndPoint target, CancellationToken cancellationToken);
}
