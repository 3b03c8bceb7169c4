using Microsoft.AspNetCore.Http;

namespace PaymentHub.Triggers;

/// <summary>Reads request bodies up to a size.</summary>
internal static class RequestBody
{
    /// <summary>
    /// The body's bytes; null when there are more than <paramref name="most"/>, of which no more are read than that. A body that names its
    /// length is whole with its last byte, whatever becomes of the connection then.
    /// </summary>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, int most, CancellationToken cancellationToken)
    {
        if (request.ContentLength > most)
            return null;
        var buffer = new byte[(int?)request.ContentLength ?? most + 1];
        try
        {
            var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            if (length < request.ContentLength)
                throw new EndOfStreamException("The body is shorter than it says.");
            return length <= most ? buffer[..length] : null;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // Broken by the caller, or never ended, and not to be taken for storage that breaks.
            throw new BrokenRequestException(e);
        }
    }
}
