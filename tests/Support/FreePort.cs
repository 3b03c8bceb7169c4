using System.Net;
using System.Net.Sockets;

namespace PaymentHub.Tests.Support;

/// <summary>
/// Ports that nobody listens on, for servers whose address has to be known before they start. They lie below the range from which
/// systems take the ports of outgoing connections, and below the launcher's: one that is free stays free until its server listens,
/// also when that dies and comes back.
/// </summary>
internal static class FreePort
{
    private const int First = 10_000;
    private const int Last = 20_000;

    private static readonly HashSet<int> Given = [];

    /// <summary>A port that is free now and was not given to another test.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, Last);
            lock (Given)
            {
                if (!Given.Add(port))
                    continue;
            }

            if (IsFree(port))
                return port;
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
