using System.Globalization;
using System.Net;
using Azure.Storage.Queues.Models;

namespace FunctionsHost.Tests;

public sealed class WorkerTests
{
    [Fact]
    public async Task A_worker_that_dies_is_started_again()
    {
        await using var probe = await ProbeHost.StartAsync();
        var first = await probe.GetAsync("/api/process");

        probe.Server.KillWorker();

        await probe.UntilAsync(() => probe.Server.WorkerProcessId is { } id && Text(id) != first, "another worker runs");
        Assert.Equal(Text(probe.Server.WorkerProcessId!.Value), await probe.GetAsync("/api/process"));
    }

    [Fact]
    public async Task A_request_that_runs_when_the_worker_dies_fails_and_the_next_waits_for_another()
    {
        await using var probe = await ProbeHost.StartAsync();
        var running = probe.Http.PostAsync(probe.At("/api/waits/never"), new StringContent("x"));
        await probe.WrittenAsync("waits:never:x");

        probe.Server.KillWorker();

        using var failed = await running;
        Assert.Equal(HttpStatusCode.InternalServerError, failed.StatusCode);
        Assert.Empty(await failed.Content.ReadAsByteArrayAsync());
        Assert.Equal("item 5", await probe.GetAsync("/api/items/5"));
    }

    [Fact]
    public async Task Messages_at_work_when_the_worker_dies_come_again()
    {
        await using var probe = await ProbeHost.StartAsync();
        var messages = Enumerable.Range(0, 40).Select(Text).ToList();
        await Task.WhenAll(messages.Select(message => probe.SendAsync("slows", message)));
        await probe.UntilAsync(() => probe.Diary.Count(line => line.StartsWith("slow:", StringComparison.Ordinal)) >= 16, "many are at work");

        probe.Server.KillWorker();
        await probe.UntilAsync(() => probe.Diary.Count(line => line.StartsWith("worker:", StringComparison.Ordinal)) == 2, "another worker runs");
        probe.Open("slow-gate");

        await probe.UntilAsync(() => Done(probe).Count >= messages.Count, "all are done");
        Assert.Equal(messages.Order(StringComparer.Ordinal), Done(probe).Distinct().Order(StringComparer.Ordinal));
        Assert.Empty(
            (await probe.Queue("slows-poison").ExistsAsync()).Value
                ? (await probe.Queue("slows-poison").PeekMessagesAsync(32)).Value
                : Array.Empty<PeekedMessage>()
        );
    }

    [Fact]
    public async Task A_host_whose_worker_fails_three_times_gives_up()
    {
        await using var probe = await ProbeHost.StartAsync();

        for (var failure = 1; failure <= 3; failure++)
        {
            Assert.False(probe.Server.Failed.IsCompleted);
            await probe.UntilAsync(() => probe.Server.WorkerProcessId is not null, "a worker runs");
            probe.Server.KillWorker();
            await probe.UntilAsync(
                () => probe.Log.Count(line => line.Contains("The worker ended with exit code 137", StringComparison.Ordinal)) == failure,
                "its end is seen"
            );
        }

        Assert.Contains("3 times within 30 minutes", (await probe.Server.Failed).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_asks_for_it_is_started_again_any_number_of_times()
    {
        await using var probe = await ProbeHost.StartAsync();

        for (var restart = 1; restart <= 4; restart++)
        {
            await probe.EndWorkerAsync(200);
            await probe.UntilAsync(
                () => probe.Log.Count(line => line.Contains("Another worker runs", StringComparison.Ordinal)) == restart,
                "another worker runs"
            );
        }

        Assert.False(probe.Server.Failed.IsCompleted);
    }

    [Fact]
    public async Task A_worker_that_ends_well_is_not_started_again()
    {
        await using var probe = await ProbeHost.StartAsync();

        await probe.EndWorkerAsync(0);

        await probe.UntilAsync(
            () => probe.Log.Any(line => line.Contains("ended by itself with exit code 0", StringComparison.Ordinal)),
            "its end is told"
        );
        Assert.Null(probe.Server.WorkerProcessId);
        Assert.False(probe.Server.Failed.IsCompleted);
    }

    [Fact]
    public async Task A_function_that_takes_too_long_fails_and_costs_the_worker_its_life()
    {
        await using var probe = await ProbeHost.PrepareAsync();
        var app = CopyWith(probe, """{ "version": "2.0", "functionTimeout": "00:00:03" }""");
        await probe.AddHostAsync(options => options with { AppFolder = app });
        var first = await probe.GetAsync("/api/process");

        using var answer = await probe.Http.PostAsync(probe.At("/api/waits/never"), new StringContent("x"));

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.NotEqual(first, await probe.GetAsync("/api/process"));
    }

    [Fact]
    public async Task A_host_that_stops_lets_running_work_come_to_its_end()
    {
        var probe = await ProbeHost.StartAsync(options => options with { DrainLimit = TimeSpan.FromMinutes(1) });
        try
        {
            await probe.SendAsync("slows", "m");
            await probe.WrittenAsync("slow:m");
            var request = probe.Http.PostAsync(probe.At("/api/waits/request-gate"), new StringContent("r"));
            await probe.WrittenAsync("waits:request-gate:r");

            var stopping = probe.Server.DisposeAsync();
            Assert.False(stopping.IsCompleted);
            probe.Open("slow-gate");
            probe.Open("request-gate");
            await stopping;

            using var answer = await request;
            Assert.Equal("waited", await answer.Content.ReadAsStringAsync());
            Assert.Contains("slow-done:m", probe.Diary);
            Assert.Equal(0, (await probe.Queue("slows").GetPropertiesAsync()).Value.ApproximateMessagesCount);
        }
        finally
        {
            await probe.DisposeAsync();
        }
    }

    [Fact]
    public async Task Work_that_does_not_end_in_time_is_cut_off_and_its_message_kept()
    {
        var probe = await ProbeHost.StartAsync(options => options with { DrainLimit = TimeSpan.FromMilliseconds(500) });
        try
        {
            await probe.SendAsync("slows", "m");
            await probe.WrittenAsync("slow:m");

            await probe.Server.DisposeAsync();

            Assert.DoesNotContain("slow-done:m", probe.Diary);
            Assert.Equal(1, (await probe.Queue("slows").GetPropertiesAsync()).Value.ApproximateMessagesCount);
        }
        finally
        {
            await probe.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_host_whose_storage_goes_away_says_so_and_ends_nothing_else()
    {
        var azurite = await PaymentHub.Tests.Support.Azurite.StartAsync(
            PaymentHub.Tests.Support.SharedAzurite.Tools,
            new PaymentHub.Tests.Support.AzuriteOptions(),
            CancellationToken.None
        );
        await using var probe = await ProbeHost.PrepareAsync();
        probe.Settings["AzureWebJobsStorage"] = azurite.ConnectionString;
        var host = await probe.AddHostAsync();

        await azurite.DisposeAsync();

        Assert.Contains("cannot be listened for", (await host.Failed.WaitAsync(TimeSpan.FromMinutes(2))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_has_the_settings_and_not_the_hosts_web_server()
    {
        await using var probe = await ProbeHost.PrepareAsync();
        probe.Settings["Probe__Setting"] = "a value";
        Environment.SetEnvironmentVariable("ASPNETCORE_URLS", "http://127.0.0.1:1");
        try
        {
            await probe.AddHostAsync();
        }
        finally
        {
            Environment.SetEnvironmentVariable("ASPNETCORE_URLS", null);
        }

        Assert.Equal("a value", await probe.GetAsync("/api/settings/Probe__Setting"));
        Assert.Equal("", await probe.GetAsync("/api/settings/ASPNETCORE_URLS"));
        Assert.Equal("", await probe.GetAsync("/api/settings/DOTNET_STARTUP_HOOKS"));
        Assert.Equal("Development", await probe.GetAsync("/api/settings/AZURE_FUNCTIONS_ENVIRONMENT"));
    }

    [Fact]
    public async Task A_function_may_be_disabled_by_a_setting()
    {
        await using var probe = await ProbeHost.PrepareAsync();
        probe.Settings["AzureWebJobs.Item.Disabled"] = "true";
        await probe.AddHostAsync();

        using var answer = await probe.Http.GetAsync(probe.At("/api/items/5"));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Logs_of_the_worker_are_written_down_and_host_json_says_which()
    {
        await using var probe = await ProbeHost.StartAsync();

        await probe.GetAsync("/api/log-quietly");
        await probe.GetAsync("/api/log");

        await probe.UntilAsync(() => probe.Log.Any(line => line.EndsWith("info Loud: heard well", StringComparison.Ordinal)), "the log tells of it");
        Assert.Single(probe.Log, line => line.Contains("heard well", StringComparison.Ordinal));
        Assert.DoesNotContain(probe.Log, line => line.Contains("not to be heard", StringComparison.Ordinal));
    }

    /// <summary>The probe with another host.json.</summary>
    private static string CopyWith(ProbeHost probe, string hostJson)
    {
        var copy = Path.Combine(probe.Folder, "app");
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.EnumerateFiles(ProbeHost.App))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        File.WriteAllText(Path.Combine(copy, "host.json"), hostJson);
        return copy;
    }

    private static List<string> Done(ProbeHost probe) =>
        [.. probe.Diary.Where(line => line.StartsWith("slow-done:", StringComparison.Ordinal)).Select(line => line["slow-done:".Length..])];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
