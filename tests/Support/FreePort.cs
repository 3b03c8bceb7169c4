using System.Net;
using System.Net.Sockets;

namespace PaymentHub.Tests.Support;

/// <summary>Ports that nobody listens on, for servers whose address has to be known before they start.</summary>
internal static class FreePort
{
    private static readonly HashSet<int> Given = [];

    /// <summary>A port that is free now and was not given to another test.</summary>
    public static int Next()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var port = ((IPEndPoint)listener.LocalEndpoint).Port;
            lock (Given)
                if (Given.Add(port))
                    return port;
        }
    }
}
