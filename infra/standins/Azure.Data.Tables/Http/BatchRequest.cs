using System.Text;
using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>A transaction on the wire: one change set inside a multipart message.</summary>
internal static class BatchRequest
{
    /// <summary>Writes the requests in their order. The boundary of the outer part is <c>batch_</c> and the id.</summary>
    public static async Task<ReadOnlyMemory<byte>> WriteAsync(IEnumerable<Request> requests, Guid id, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        Line(body, $"--batch_{id}");
        Line(body, $"Content-Type: multipart/mixed; boundary=changeset_{id}");
        Line(body);
        foreach (var request in requests)
        {
            Line(body, $"--changeset_{id}");
            Line(body, "Content-Type: application/http");
            Line(body, "Content-Transfer-Encoding: binary");
            Line(body);
            await WriteAsync(body, request, cancellationToken).ConfigureAwait(false);
        }

        Line(body, $"--changeset_{id}--");
        Line(body, $"--batch_{id}--");
        return body.ToArray();
    }

    private static async Task WriteAsync(MemoryStream body, Request request, CancellationToken cancellationToken)
    {
        Line(body, $"{request.Method} {request.Uri.ToUri().AbsoluteUri} HTTP/1.1");
        foreach (var header in request.Headers)
            Line(body, $"{header.Name}: {header.Value}");
        Line(body);
        if (request.Content is { } content)
            await content.WriteToAsync(body, cancellationToken).ConfigureAwait(false);
        Line(body);
    }

    private static void Line(MemoryStream body, string text = "") => body.Write(Encoding.UTF8.GetBytes(text + "\r\n"));
}
