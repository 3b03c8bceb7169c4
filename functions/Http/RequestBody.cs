using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace PaymentHub.Http;

/// <summary>Reads request bodies up to a size.</summary>
internal static class RequestBody
{
    /// <summary>
    /// The body's bytes; null if there are more than <paramref name="max"/>, of which no more are read. A body with a Content-Length is complete with
    /// its last byte, whatever happens to the connection then.
    /// </summary>
    /// <exception cref="BrokenRequestException">It broke off before its end.</exception>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, int max, CancellationToken cancellationToken)
    {
        if (request.ContentLength > max)
            return null;
        // Before anything is awaited: whoever the request is passed on to meanwhile changes what belongs to it.
        var (said, input) = (request.ContentLength, Input(request));
        var buffer = new byte[(int?)said ?? max + 1];
        var length = 0;
        try
        {
            while (length < buffer.Length && await request.Body.ReadAsync(buffer.AsMemory(length), cancellationToken) is > 0 and var read)
                length += read;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            length += ReadArrived(input, buffer.AsSpan(length));
            // Broken by the caller, or never ended, and not to be taken for storage that breaks.
            if (length != said)
                throw new BrokenRequestException(e);
        }

        if (length < said)
            throw new BrokenRequestException(new EndOfStreamException("The body is shorter than it says."));
        return length <= max ? buffer[..length] : null;
    }

    /// <summary>The connection's own buffer, where that holds nothing but this body.</summary>
    private static PipeReader? Input(HttpRequest request) =>
        request.ContentLength is not null && (HttpProtocol.IsHttp11(request.Protocol) || HttpProtocol.IsHttp10(request.Protocol))
            ? request.HttpContext.Features.Get<IConnectionTransportFeature>()?.Transport.Input
            : null;

    /// <summary>
    /// What has arrived of a body anyway. Once the caller has closed the connection, Kestrel returns nothing more of a body with a Content-Length,
    /// even if all of it has arrived. It is then in the connection's own buffer.
    /// </summary>
    private static int ReadArrived(PipeReader? input, Span<byte> rest)
    {
        try
        {
            if (input is null || !input.TryRead(out var arrived))
                return 0;
            var bytes = arrived.Buffer.Slice(0, Math.Min(arrived.Buffer.Length, rest.Length));
            bytes.CopyTo(rest);
            input.AdvanceTo(arrived.Buffer.Start);
            return (int)bytes.Length;
        }
        // The connection was reset: then even what has arrived is gone. Or somebody else is reading.
        catch (Exception e) when (e is IOException or InvalidOperationException or OperationCanceledException)
        {
            return 0;
        }
    }
}

/// <summary>A request's body broke off or is no HTTP: the caller's doing.</summary>
public sealed class BrokenRequestException(Exception cause) : Exception("The request's body could not be read.", cause);
