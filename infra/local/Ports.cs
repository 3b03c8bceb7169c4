using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace PaymentHub.Local;

/// <summary>The loopback ports of one local run. Several runs on a machine, also such that start at the same moment, take different ones.</summary>
/// <remarks>Aspire can give out ports, too, but only once everything starts, and the parts' settings name each other's addresses.</remarks>
internal sealed class Ports : IDisposable
{
    // Below the range from which systems take the ports of outgoing connections: a port that is free now stays free until
    // its server listens.
    private const int First = 20_000;
    private const int Last = 32_000;
    private const int Tries = 200;

    private readonly HashSet<int> _taken = [];
    private readonly List<FileStream> _claims = [];

    /// <summary>A free port, another one at every call.</summary>
    /// <exception cref="LocalRunException">None was found.</exception>
    public int Any()
    {
        for (var i = 0; i < Tries; i++)
        {
            var port = RandomNumberGenerator.GetInt32(First, Last);
            if (TryTake(port))
                return port;
        }

        throw new LocalRunException($"No free port was found between {First} and {Last}.");
    }

    /// <summary>The usual port, or any free one when somebody has it.</summary>
    public int Prefer(int usual) => TryTake(usual) ? usual : Any();

    /// <summary>The port that was asked for.</summary>
    /// <exception cref="LocalRunException">It is not free.</exception>
    public int Demand(int port, string whose, string option) =>
        TryTake(port)
            ? port
            : throw new LocalRunException(
                $"Port {port} is in use, where {whose} should listen: stop the program that has it (another local run?), "
                    + $"choose another port with {option}, or any free ones with --any-ports."
            );

    public void Dispose() => _claims.ForEach(claim => claim.Dispose());

    private bool TryTake(int port)
    {
        if (_taken.Contains(port) || !IsFree(port) || !TryClaim(port))
            return false;
        _taken.Add(port);
        return true;
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

    /// <summary>Keeps other runs off a port until our server listens there; the lock ends with this process, however that ends.</summary>
    private bool TryClaim(int port)
    {
        var path = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"paymenthub-port-{port}.lock"));
        try
        {
            _claims.Add(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            // Another user's file. That the port is free has to do.
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
