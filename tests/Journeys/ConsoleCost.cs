using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;
using Xunit.Abstractions;

namespace PaymentHub.Tests.Journeys;

/// <summary>What looking at the console costs, and what it says when there is nothing to do.</summary>
public sealed partial class ConsoleCost(ITestOutputHelper output)
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
        // Three lists lie in 64 buckets each: quarantine, dead letters, failed webhooks. The rest: reviews, when accounts were heard of; and two
        // days of two merchants, which are kept for half a minute. The probe leaves the breakers' table out.
        Assert.Equal(3 * Keys.Buckets + 2 + 4, first.Count);
        Assert.Equal(first.Count - 4, again.Count);
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"{first.Count} storage operations"),
            await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "operator", "console.md")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_the_overview_counts_is_exact_up_to_a_bound_and_each_number_leads_to_all_that_it_counts()
    {
        var settings = Enumerable
            .Range(1, 120)
            .ToDictionary(number => $"PaymentHub:Merchants:m{number}:Accounts:m{number}_x:Provider", _ => (string?)"nobody");
        settings["PaymentHub:MasterKeys:0"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        await using var hub = await Hub.StartAsync(settings);
        using var client = await SignedInAsync(hub);
        var rows = new ConsoleRows(hub);
        // Thirty overdue, seven that await a second operator, and five that have left review since.
        await rows.ReviewsAsync(
            0,
            42,
            number =>
                number < 30 ? "overdue"
                : number < 37 ? "awaited"
                : "left"
        );
        await rows.QuarantineAsync(33);
        await rows.DeadLettersAsync(21);
        await rows.FailedAsync(25, delivered: 4);
        await rows.SilentAsync(hub.Alpha.MPayAccount, hub.Beta.MPayAccount);

        var (page, calls) = await LookAsync(hub, client);

        Assert.Equal(
            [
                ("37", "reviews"),
                ("7", "decisions"),
                ("30", "overdue"),
                ("33", "quarantine"),
                ("21", "dead-letters"),
                ("21", "undelivered"),
                ("0", "endpoints"),
                ("2", "silent"),
                ("120", "broken"),
            ],
            Tiles(page)
        );
        // A list that is shown whole leads nowhere.
        Assert.Equal(["37", "33", "21", "21", "122"], All().Matches(page).Select(all => all.Groups["count"].Value));
        // What left review is read, taken out, and looked at once more.
        Assert.Equal(2 * Keys.Buckets + 42 + 5 + 25, calls.Count(name => name == "orders: read"));
        Assert.Equal(Keys.Buckets, calls.Count(name => name == "callbacks: read"));
        foreach (var (count, list) in Tiles(page).Where(tile => tile.List is not ("reviews" or "quarantine" or "dead-letters")))
        {
            var whole = await client.GetStringAsync(new Uri(hub.Address, $"/console/waiting/{list}"));
            Assert.Equal((list, count), (list, $"{Row().Count(whole)}"));
        }

        await rows.ReviewsAsync(42, 1_020, _ => "amount_mismatch");
        (page, calls) = await LookAsync(hub, client);
        Assert.Equal([("1,000+", "reviews"), ("7+", "decisions"), ("30+", "overdue")], Tiles(page).Take(3));
        Assert.Equal(2 * Keys.Buckets + 1_000 + 25, calls.Count(name => name == "orders: read"));
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

    private async Task<(string Page, IReadOnlyList<string> Calls)> LookAsync(Hub hub, HttpClient client)
    {
        hub.Process.Probe.Start(counts: _ => RunningFunction.Name == "ShowConsole");
        var page = await client.GetStringAsync(new Uri(hub.Address, "/console"));
        var calls = hub.Process.Probe.Calls;
        foreach (var group in calls.GroupBy(call => call.Name).OrderBy(group => group.Key))
            output.WriteLine($"{group.Count(), 4} {group.Key}");
        return (page, [.. calls.Select(call => call.Name)]);
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

    private static IEnumerable<(string Count, string List)> Tiles(string page) =>
        Tile().Matches(page).Select(tile => (WebUtility.HtmlDecode(tile.Groups["count"].Value), tile.Groups["list"].Value));

    [GeneratedRegex("href=\"/console/waiting/(?<list>[a-z-]+)\"><strong>(?<count>[^<]+)</strong>", RegexOptions.CultureInvariant)]
    private static partial Regex Tile();

    [GeneratedRegex("<a href=\"/console/waiting/[a-z-]+\">All (?<count>\\S+)", RegexOptions.CultureInvariant)]
    private static partial Regex All();

    [GeneratedRegex("<tr><td data-label|<tr>\\s+<td data-label", RegexOptions.CultureInvariant)]
    private static partial Regex Row();
}
