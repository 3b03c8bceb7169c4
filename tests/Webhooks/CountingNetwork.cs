using System.Net;
using System.Net.Sockets;
using PaymentHub.Webhooks;

namespace PaymentHub.Tests.Webhooks;

/// <summary>A network whose names a test makes up, and that counts who is connected to. Nothing leaves: nobody takes a connection.</summary>
internal sealed class CountingNetwork(Func<string, int, string[]> answer) : INetwork
{
    /// <summary>The connections asked for, as address and port.</summary>
    public List<string> Connections { get; } = [];

    public int LookUps { get; private set; }

    /// <summary>As the system's resolver does: an address is its own answer.</summary>
    public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        LookUps++;
        IReadOnlyList<IPAddress> addresses = IPAddress.TryParse(host, out var address)
            ? [address]
            : [.. answer(host, LookUps).Select(IPAddress.Parse)];
        return addresses.Count > 0 ? Task.FromResult(addresses) : throw new SocketException((int)SocketError.HostNotFound);
    }

    public Task<Stream> ConnectAsync(IPEndPoint target, CancellationToken cancellationToken)
    {
        Connections.Add(target.ToString());
        throw new SocketException((int)SocketError.ConnectionRefused);
    }
}
