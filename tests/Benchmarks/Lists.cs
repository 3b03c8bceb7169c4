using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace PaymentHub.Benchmarks;

/// <summary>A merchant reads its list of deposits page by page, and single ones, with few orders and with many: what is there must
/// cost nothing.</summary>
internal sealed class Lists : IDisposable
{
    private const int Few = 200;
    private const int PageSize = 100;
    private const int Senders = 16;
    private const int Backlog = 64;

    private readonly World _world;
    private readonly Report _report;
    private readonly int _atOnce;
    private readonly CancellationToken _stop;
    private readonly HttpClient _client = new();

    private Lists(World world, Report report, int atOnce, CancellationToken stop)
    {
        (_world, _report, _atOnce, _stop) = (world, report, atOnce, stop);
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", world.Plan.Merchants[0].ApiKey);
    }

    public static async Task<Report> RunAsync(LoadOptions options, int orders, int pages, int atOnce, CancellationToken stop)
    {
        if (orders <= Few)
            throw new ArgumentException($"--orders takes a number above {Few}: as many are there when it is measured first.");
        var report = new Report("lists");
        // What timers read while pages are read would be counted with them.
        await using var world = await options.WithoutTimers().StartAsync(stop);
        using var lists = new Lists(world, report, atOnce, stop);
        await lists.SeedAsync(Few);
        // A first look, which compiles and connects.
        await lists.WalkAsync(2 * atOnce);
        await lists.MeasureAsync("few", Few, pages);
        await lists.SeedAsync(orders - Few);
        await lists.MeasureAsync("many", orders, pages);
        return report;
    }

    public void Dispose() => _client.Dispose();

    private async Task SeedAsync(int count)
    {
        var merchant = _world.Plan.Merchants[0];
        await Progress.WatchAsync(
            _world.Deposits.PushAsync(merchant, _world.Deposits.Sign(merchant, count), Senders, Backlog),
            () => $"{count} deposits to begin with, {_world.Deposits.Open} under way"
        );
    }

    private async Task MeasureAsync(string name, int orders, int pages)
    {
        Progress.Say($"reading {pages} pages and {pages} deposits of {orders}");
        var ids = await TimeAsync($"page_{name}", $"pages of {PageSize}, {orders} deposits", () => WalkAsync(pages));
        var single = ids.ToArray();
        await TimeAsync(
            $"read_{name}",
            $"single deposits of {orders}",
            async () =>
            {
                var times = new ConcurrentBag<double>();
                await Parallel.ForAsync(
                    0,
                    pages,
                    Options,
                    async (i, _) => times.Add((await GetAsync($"/v1/deposits/{single[i % single.Length]}")).Time)
                );
                return ((IReadOnlyCollection<double>)times, (IReadOnlyCollection<string>)[]);
            }
        );
    }

    private async Task<IReadOnlyCollection<string>> TimeAsync(
        string name,
        string words,
        Func<Task<(IReadOnlyCollection<double> Times, IReadOnlyCollection<string> Ids)>> read
    )
    {
        if (_world.IsOurs)
            await _world.CountAsync();
        var started = Stopwatch.GetTimestamp();
        var (times, ids) = await read();
        _report.Add(
            $"{name}_a_second",
            times.Count / Stopwatch.GetElapsedTime(started).TotalSeconds,
            $"a second, {words}, {_atOnce} asked for at once"
        );
        _report.AddPercentiles(name, times, $"each of the {words}");
        if (_world.IsOurs)
        {
            var calls = (await _world.CountAsync()).Where(one => Report.IsWork(one.Key)).Sum(one => one.Value.Calls);
            _report.Add($"{name}_operations", calls / (double)times.Count, $"storage operations for each of the {words}");
        }

        return ids;
    }

    /// <summary>Readers that each go from the newest page to the oldest, and again from the newest, until so many have been read.</summary>
    private async Task<(IReadOnlyCollection<double> Times, IReadOnlyCollection<string> Ids)> WalkAsync(int pages)
    {
        var times = new ConcurrentBag<double>();
        var ids = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        var left = pages;
        await Parallel.ForAsync(
            0,
            _atOnce,
            Options,
            async (_, _) =>
            {
                string? cursor = null;
                while (Interlocked.Decrement(ref left) >= 0)
                {
                    var path = string.Create(
                        CultureInfo.InvariantCulture,
                        $"/v1/deposits?limit={PageSize}{(cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor))}"
                    );
                    var (body, time) = await GetAsync(path);
                    times.Add(time);
                    foreach (var one in body.GetProperty("data").EnumerateArray())
                        ids.TryAdd(one.GetProperty("id").GetString()!, true);
                    cursor = body.GetProperty("next_cursor").GetString();
                }
            }
        );
        return (times, [.. ids.Keys]);
    }

    private ParallelOptions Options => new() { MaxDegreeOfParallelism = _atOnce, CancellationToken = _stop };

    private async Task<(JsonElement Body, double Time)> GetAsync(string path)
    {
        var started = Stopwatch.GetTimestamp();
        using var answer = await _client.GetAsync(new Uri(_world.Address, path), _stop);
        var bytes = await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(_stop);
        var time = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        using var document = JsonDocument.Parse(bytes);
        return (document.RootElement.Clone(), time);
    }
}
