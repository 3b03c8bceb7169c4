using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys;

/// <summary>An exception that nobody foresaw is answered like every other problem.</summary>
public sealed class UnforeseenFaults
{
    [Fact]
    public async Task It_is_a_problem_with_a_code_and_security_headers_and_tells_no_internals()
    {
        await using var hub = await Hub.StartAsync(services: services =>
            services.AddSingleton(new StoragePolicy(new Broken(), HttpPipelinePosition.PerCall))
        );
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(hub.Address, "/v1/deposits"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", hub.Alpha.ApiKey);

        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();

        Assert.Equal((500, "application/problem+json"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Equal("internal_error", (string?)JsonNode.Parse(text)!["code"]);
        Assert.DoesNotContain("as planned", text, StringComparison.Ordinal);
        Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
        Assert.True(response.Headers.CacheControl?.NoStore);
        Assert.Contains(
            hub.Log.Lines,
            line =>
                line.Contains("ListDeposits failed in a way that nobody foresaw", StringComparison.Ordinal)
                && line.Contains("as planned", StringComparison.Ordinal)
        );
    }

    /// <summary>A bug on every read of the lists.</summary>
    private sealed class Broken : HttpPipelinePolicy
    {
        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

        public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
            message.Request.Uri.ToString().Contains("listing()", StringComparison.Ordinal)
                ? throw new InvalidOperationException("A bug, as planned.")
                : ProcessNextAsync(message, pipeline);
    }
}
