using Microsoft.AspNetCore.Http;

namespace PaymentHub.Triggers;

/// <summary>Reads request bodies up to a size.</summary>
internal static class RequestBody
{
    /// <summary>The body's bytes; null when there are more than <paramref name="most"/>, of which no more are read than that.</summary>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, int most, CancellationToken cancellationToken)
    {
        if (request.ContentLength > most)
            return null;
        var buffer = new byte[most + 1];
        try
        {
            var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            return length <= most ? buffer[..length] : null;
        }
        catch (IOException e)
        {
            // Broken by the caller, and not to be taken for storage that breaks.
            throw new BrokenRequestException(e);
        }
    }
}
