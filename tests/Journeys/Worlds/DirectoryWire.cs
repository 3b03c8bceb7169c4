using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys.Worlds;

/// <summary>Calls the directory's API as an operator and as a merchant, and keeps every answer.</summary>
internal sealed class DirectoryWire(Hub hub) : IDisposable
{
    private readonly HttpClient _client = new();

    /// <summary>Every answer, but for those that show what they have just made.</summary>
    public ConcurrentQueue<string> Answers { get; } = new();

    /// <summary>Calls as whoever has the key; null: as an operator.</summary>
    /// <param name="shows">Whether the answer shows a secret this once.</param>
    public async Task<(int Status, JsonNode? Body, string? Tag)> SendAsync(
        HttpMethod method,
        string path,
        object? body = null,
        string? key = null,
        string? ifMatch = null,
        bool shows = false
    )
    {
        using var request = new HttpRequestMessage(method, new Uri(hub.Address, path)) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key ?? hub.Operator.Key);
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        using var response = await _client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        if (!shows)
            Answers.Enqueue($"{response.StatusCode} {response.Headers} {text}");
        return ((int)response.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text) : null, response.Headers.ETag?.Tag);
    }

    /// <summary>Creates something, and returns the answer.</summary>
    public async Task<JsonNode> CreateAsync(string path, object body, string? key = null)
    {
        var (status, made, tag) = await SendAsync(HttpMethod.Post, path, body, key, shows: true);
        Assert.True(status == 201, $"{status} {made}");
        Assert.Equal($"\"{made!["version"]}\"", tag);
        return made;
    }

    /// <summary>Changes something in the version that it has, and returns the answer.</summary>
    public async Task<JsonNode> ChangeAsync(HttpMethod method, string path, string of, object body, string? key = null)
    {
        var (_, _, tag) = await SendAsync(HttpMethod.Get, of, null, key);
        var (status, changed, _) = await SendAsync(method, path, body, key, tag, shows: true);
        Assert.True(status == 200, $"{status} {changed}");
        return changed!;
    }

    public void Dispose() => _client.Dispose();
}
