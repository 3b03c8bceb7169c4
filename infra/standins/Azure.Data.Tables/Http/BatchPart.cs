using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>The answer to one action of a transaction.</summary>
internal sealed class BatchPart : Response
{
    private readonly Dictionary<string, string> _headers = new(StringComparer.OrdinalIgnoreCase);

    private BatchPart(int status, string reasonPhrase, string clientRequestId)
    {
        Status = status;
        ReasonPhrase = reasonPhrase;
        ClientRequestId = clientRequestId;
    }

    public override int Status { get; }

    public override string ReasonPhrase { get; }

    public override Stream? ContentStream { get; set; }

    public override string ClientRequestId { get; set; }

    /// <param name="text">From the status line up to the next one: the body ends at the boundary.</param>
    public static BatchPart Parse(string text, string clientRequestId)
    {
        using var lines = new StringReader(text);
        var status = lines.ReadLine()!.Split(' ', 3);
        var part = new BatchPart(int.Parse(status[1], CultureInfo.InvariantCulture), status.Length > 2 ? status[2] : "", clientRequestId);
        while (lines.ReadLine() is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
                part._headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        var body = new StringBuilder();
        while (lines.ReadLine() is { } line && !line.StartsWith("--", StringComparison.Ordinal))
            body.Append(line).Append('\n');
        var bytes = Encoding.UTF8.GetBytes(body.ToString().Trim());
        part.ContentStream = new MemoryStream(bytes, 0, bytes.Length, writable: false, publiclyVisible: true);
        return part;
    }

    public override void Dispose() => ContentStream?.Dispose();

    protected override bool ContainsHeader(string name) => _headers.ContainsKey(name);

    protected override IEnumerable<HttpHeader> EnumerateHeaders() => _headers.Select(header => new HttpHeader(header.Key, header.Value));

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value) => _headers.TryGetValue(name, out value);

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = _headers.TryGetValue(name, out var value) ? [value] : null;
        return values is not null;
    }
}
