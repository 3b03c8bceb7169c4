using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace PaymentHub.Local.Demo;

/// <summary>JSON over plain HTTP, in snake_case, as anybody's program would speak it.</summary>
internal sealed class JsonCalls : IDisposable
{
    private static readonly JsonSerializerOptions Names = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(30) };

    /// <param name="baseUrl">Without a slash at the end.</param>
    /// <param name="apiKey">Sent as a bearer token.</param>
    public JsonCalls(string baseUrl, string? apiKey = null)
    {
        _http.BaseAddress = new Uri(baseUrl + "/");
        if (apiKey is not null)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
    }

    /// <exception cref="DemoException">It was refused.</exception>
    public async Task<T> GetAsync<T>(string path, CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        return await ReadAsync<T>("GET", path, answer, cancellationToken);
    }

    /// <exception cref="DemoException">It was refused.</exception>
    public async Task<T> PostAsync<T>(string path, object body, CancellationToken cancellationToken)
    {
        using var answer = await _http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body, Names, cancellationToken);
        return await ReadAsync<T>("POST", path, answer, cancellationToken);
    }

    public static T Parse<T>(string json) => JsonSerializer.Deserialize<T>(json, Names)!;

    public void Dispose() => _http.Dispose();

    private static async Task<T> ReadAsync<T>(string method, string path, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (!answer.IsSuccessStatusCode)
        {
            throw new DemoException(
                $"{method} /{path} was answered with {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellationToken)}"
            );
        }

        return (await answer.Content.ReadFromJsonAsync<T>(Names, cancellationToken))!;
    }
}
