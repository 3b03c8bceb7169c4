using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using PaymentHub.Http;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Contract;

/// <summary>The API's description, as the app serves it.</summary>
public sealed partial class DocsTests(SharedHub world) : IClassFixture<SharedHub>
{
    [Theory]
    [InlineData("/openapi.yaml", "openapi.yaml")]
    [InlineData("/ops/openapi.yaml", "ops-openapi.yaml")]
    public async Task A_file_is_served_as_it_is(string path, string file)
    {
        using var client = new HttpClient { BaseAddress = world.Hub.Address };
        client.DefaultRequestHeaders.Add("Authorization", "Bearer " + world.Hub.Operator.Key);

        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal("application/yaml", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(
            await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "functions", "Http", file)),
            await response.Content.ReadAsByteArrayAsync()
        );
    }

    [Fact]
    public async Task The_page_has_every_operation_and_needs_nothing_from_elsewhere()
    {
        using var client = new HttpClient { BaseAddress = world.Hub.Address };

        using var response = await client.GetAsync(new Uri("/docs", UriKind.Relative));
        var page = await response.Content.ReadAsStringAsync();

        var style = page[(page.IndexOf("<style>", StringComparison.Ordinal) + 7)..page.IndexOf("</style>", StringComparison.Ordinal)];
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
        Assert.Equal(
            $"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            Assert.Single(response.Headers.GetValues("Content-Security-Policy"))
        );
        Assert.DoesNotMatch("<script|<link|<img| style=| on[a-z]+=|url\\(|@import", page);
        var targets = Target().Matches(page).Select(match => match.Groups["id"].Value).ToHashSet();
        Assert.All(Anchor().Matches(page).Select(match => match.Groups["id"].Value), id => Assert.Contains(id, targets));
        Assert.All(
            ApiFiles.Merchants.Paths.Values.SelectMany(path => path.Operations!.Values),
            operation => Assert.Contains(operation.OperationId!, targets)
        );
    }

    /// <summary>The library that reads the file has something else in the place of null, and a number could become a text.</summary>
    [Fact]
    public void An_example_on_the_page_has_the_numbers_and_the_nulls_of_the_file()
    {
        var page = WebUtility.HtmlDecode(Encoding.UTF8.GetString(ApiPage.Content.Span));
        var version = Encoding.UTF8.GetString(ApiDescription.Merchants.Span).Split('\n')[0].Split(' ')[1];

        Assert.Contains("\"success_rate\": 0.9939", page, StringComparison.Ordinal);
        Assert.Contains("\"next_cursor\": null", page, StringComparison.Ordinal);
        Assert.DoesNotContain("sentinel", page, StringComparison.Ordinal);
        Assert.Contains($"OpenAPI {version}<", page, StringComparison.Ordinal);
    }

    [GeneratedRegex("""href="#(?<id>[^"]+)["]""", RegexOptions.CultureInvariant)]
    private static partial Regex Anchor();

    [GeneratedRegex("""id="(?<id>[^"]+)["]""", RegexOptions.CultureInvariant)]
    private static partial Regex Target();
}
