namespace PaymentHub.Tests.Fuzz;

/// <summary>One request of the fuzz test.</summary>
/// <param name="Number">Which one, counted from 0: with the run's seed it makes the same request again.</param>
/// <param name="Route">The route that it was made from.</param>
/// <param name="IsWhole">Whether method and path are the route's, so that the app itself answers and not the host.</param>
/// <param name="Key">The key that is sent; null when none.</param>
internal sealed record FuzzRequest(
    int Number,
    string Route,
    bool IsWhole,
    string Method,
    string PathAndQuery,
    string? Key,
    IReadOnlyList<(string Name, string Value)> Headers,
    byte[]? Body,
    bool Chunked
)
{
    public override string ToString() =>
        $"request {Number}: {Method} {PathAndQuery[..Math.Min(300, PathAndQuery.Length)]} {string.Join(' ', Headers.Select(header => $"{header.Name}: {header.Value[..Math.Min(80, header.Value.Length)]}"))} "
        + (Body is null ? "" : System.Text.Encoding.UTF8.GetString(Body.AsSpan(0, Math.Min(Body.Length, 500))));
}
