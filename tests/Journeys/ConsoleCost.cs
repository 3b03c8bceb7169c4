using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;
using Xunit.Abstractions;

namespace PaymentHub.Tests.Journeys;

/// <summary>What looking at the console costs, and what it says when there is nothing to do.</summary>
public sealed class ConsoleCost(ITestOutputHelper output)
{
    [Fact]
    public async Task The_overview_of_a_hub_with_nothing_to_do_says_so_and_costs_a_bounded_number_of_reads()
    {
        await using var hub = await Hub.StartAsync(
            new() { ["PaymentHub:MasterKeys:0"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) }
        );
        using var client = await SignedInAsync(hub);

        var (page, first) = await LookAsync(hub, client);
        var (_, again) = await LookAsync(hub, client);

        Assert.Contains("Nothing to do", page, StringComparison.Ordinal);
        // Four lists lie in 64 buckets each: quarantine, dead letters, failed webhooks, open orders. The rest: reviews, when accounts were heard
        // of, six accounts' lists; and two days of two merchants, which are kept for half a minute. The probe leaves the breakers' table out.
        Assert.Equal(4 * Keys.Buckets + 2 + 6 + 4, first);
        Assert.Equal(first - 4, again);
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"{first} storage operations"),
            await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "operator", "console.md")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Wrong_keys_slow_down_whoever_tries_them()
    {
        await using var hub = await Hub.StartAsync(
            new() { ["PaymentHub:MasterKeys:0"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) }
        );
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });

        for (var i = 0; i < 5; i++)
        {
            using var wrong = await SignInAsync(hub, client, $"wrong-{i}");
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        }

        using var sixth = await SignInAsync(hub, client, hub.Operator.Key);
        using var elsewhere = await SignInAsync(hub, client, hub.Operator.Key, "8.8.8.8");

        Assert.Equal(HttpStatusCode.TooManyRequests, sixth.StatusCode);
        Assert.InRange(sixth.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 30);
        Assert.False(sixth.Headers.Contains("Set-Cookie"));
        Assert.Equal(HttpStatusCode.SeeOther, elsewhere.StatusCode);
    }

    private async Task<(string Page, int Calls)> LookAsync(Hub hub, HttpClient client)
    {
        hub.Process.Probe.Start(counts: _ => RunningFunction.Name == "ShowConsole");
        var page = await client.GetStringAsync(new Uri(hub.Address, "/console"));
        var calls = hub.Process.Probe.Calls;
        foreach (var group in calls.GroupBy(call => call.Name).OrderBy(group => group.Key))
            output.WriteLine($"{group.Count(), 4} {group.Key}");
        return (page, calls.Count);
    }

    private static async Task<HttpClient> SignedInAsync(Hub hub)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false });
        using var answer = await SignInAsync(hub, client, hub.Operator.Key);
        client.DefaultRequestHeaders.Add("Cookie", Assert.Single(answer.Headers.GetValues("Set-Cookie")).Split(';')[0]);
        return client;
    }

    private static async Task<HttpResponseMessage> SignInAsync(Hub hub, HttpClient client, string key, string? from = null)
    {
        using var content = new FormUrlEncodedContent([KeyValuePair.Create("key", key)]);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(hub.Address, "/console/sign-in")) { Content = content };
        if (from is not null)
            request.Headers.Add("X-Forwarded-For", from);
        return await client.SendAsync(request);
    }
}
