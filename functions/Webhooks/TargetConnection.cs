using System.Net;
using System.Net.Sockets;
using PaymentHub.Merchants;

namespace PaymentHub.Webhooks;

/// <summary>
/// Connects to a webhook's host, if every address of it is one that webhooks may go to. What was checked is what is connected to: the
/// name is not looked up again, so an answer that changes in between changes nothing.
/// </summary>
/// <param name="allowLocal">Also this machine itself, for development, and then also over plain http.</param>
public sealed class TargetConnection(INetwork network, bool allowLocal)
{
    private static readonly HttpRequestOptionsKey<bool> Fresh = new("paymenthub.connected");

    // An address that drops packets must not use up the whole attempt while another one would answer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>Whether a new connection was made for a request; otherwise a kept one was reused.</summary>
    public static bool WasMadeFor(HttpRequestMessage request) => request.Options.TryGetValue(Fresh, out var made) && made;

    /// <summary>Makes the connection that the HTTP handler asks for.</summary>
    /// <exception cref="ForbiddenTargetException">One of its addresses is not allowed; nothing was sent anywhere.</exception>
    /// <exception cref="SocketException">It has no address, or none takes the connection.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        context.InitialRequestMessage.Options.Set(Fresh, true);
        var encrypted = context.InitialRequestMessage.RequestUri?.Scheme == Uri.UriSchemeHttps;
        var addresses = await network.ResolveAsync(context.DnsEndPoint.Host, cancellationToken);
        // One bad address among good ones is refused, too: an attacker may be waiting for it to be chosen.
        if (!addresses.All(address => IsAllowed(address, encrypted)))
            throw new ForbiddenTargetException();
        return await ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
    }

    private bool IsAllowed(IPAddress address, bool encrypted) =>
        (encrypted && PublicAddress.IsPublic(address)) || (allowLocal && PublicAddress.IsLoopback(address));

    private async Task<Stream> ConnectAsync(IReadOnlyList<IPAddress> addresses, int port, CancellationToken cancellationToken)
    {
        var failure = new SocketException((int)SocketError.HostNotFound);
        for (var i = 0; i < addresses.Count; i++)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            if (i < addresses.Count - 1)
                patience.CancelAfter(Patience);
            try
            {
                return await network.ConnectAsync(new IPEndPoint(addresses[i], port), patience.Token);
            }
            catch (SocketException e)
            {
                failure = e;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                failure = new SocketException((int)SocketError.TimedOut);
            }
        }

        throw failure;
    }
}

/// <summary>A webhook's host has an address that webhooks are not sent to. The message names neither: addresses do not belong in logs.</summary>
public sealed class ForbiddenTargetException() : IOException("The host has an address that webhooks are not sent to.");
