using System.Net;

namespace FunctionsHost.Tests;

public sealed class KeyTests(KeyTests.KeyedProbe shared) : IClassFixture<KeyTests.KeyedProbe>
{
    private readonly ProbeHost _probe = shared.Host;

    [Theory]
    [InlineData("/api/items", null, 200)]
    [InlineData("/api/keyed", null, 401)]
    [InlineData("/api/keyed", "wrong", 401)]
    [InlineData("/api/keyed", "of-all", 200)]
    [InlineData("/api/keyed", "of-keyed", 200)]
    [InlineData("/api/keyed", "of-master", 200)]
    [InlineData("/api/other-keyed", "of-keyed", 401)]
    [InlineData("/api/other-keyed", "of-all", 200)]
    [InlineData("/api/mastered", "of-all", 401)]
    [InlineData("/api/mastered", "of-master", 200)]
    [InlineData("/admin/host/status", null, 401)]
    [InlineData("/admin/host/status", "of-all", 401)]
    [InlineData("/admin/host/status", "of-master", 200)]
    [InlineData("/admin/functions", "of-all", 401)]
    public async Task A_key_opens_what_it_is_for(string path, string? key, int expected)
    {
        using var byHeader = new HttpRequestMessage(HttpMethod.Get, _probe.At(path));
        if (key is not null)
            byHeader.Headers.Add("x-functions-key", key);
        using var header = await _probe.Http.SendAsync(byHeader);
        using var query = await _probe.Http.GetAsync(_probe.At(key is null ? path : $"{path}?code={key}"));

        Assert.Equal((expected, expected), ((int)header.StatusCode, (int)query.StatusCode));
        if (expected == 401)
            Assert.Empty(await header.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_wrong_key_in_the_header_is_not_mended_by_the_query()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _probe.At("/api/keyed?code=of-all"));
        request.Headers.Add("x-functions-key", "wrong");

        using var answer = await _probe.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    public sealed class KeyedProbe : IAsyncLifetime
    {
        internal ProbeHost Host { get; private set; } = null!;

        public async Task InitializeAsync() =>
            Host = await ProbeHost.StartAsync(options =>
                options with
                {
                    Keys = new Dictionary<string, string>
                    {
                        ["master"] = "of-master",
                        ["default"] = "of-all",
                        ["keyed/default"] = "of-keyed",
                    },
                }
            );

        public async Task DisposeAsync() => await Host.DisposeAsync();
    }
}
