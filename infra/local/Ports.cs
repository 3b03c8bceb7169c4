using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace PaymentHub.Local;

/// <summary>Loopback ports.</summary>
internal static class Ports
{
    // Below the range from which systems take the ports of outgoing connections: a port that is free now stays free until
    // its server listens.
    private const int First = 20_000;
    private const int Last = 32_000;
    private const int Tries = 200;

    /// <summary>Whether a server could listen there now.</summary>
    public static bool IsFree(int port)
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

    /// <summary>A free port, another one at every call.</summary>
    /// <exception cref="LocalRunException">None was found.</exception>
    public static int Any()
    {
        for (var i = 0; i < Tries; i++)
        {
            var port = RandomNumberGenerator.GetInt32(First, Last);
            if (IsFree(port))
                return port;
        }

        throw new LocalRunException($"No free port was found between {First} and {Last}.");
    }

    /// <exception cref="LocalRunException">It is not free.</exception>
    public static void Demand(int port, string whose, string option)
    {
        if (!IsFree(port))
        {
            throw new LocalRunException(
                $"Port {port} is in use, where {whose} should listen: stop the program that has it (another local run?), "
                + $"choose another port with {option}, or any free ones with --any-ports.");
        }
    }
}
