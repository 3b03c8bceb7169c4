using System.Globalization;
using Azure.Storage.Blobs;

namespace FunctionsHost.Tests;

public sealed class TimerTests
{
    private const string EverySecond = "* * * * * *";

    [Fact]
    public async Task A_timer_runs_when_it_is_due_again_and_again()
    {
        await using var probe = await ProbeHost.PrepareAsync();
        probe.Settings["ProbeTick"] = EverySecond;
        var host = await probe.AddHostAsync();

        // More often than once a minute: nothing is remembered.
        var tick = $"tick:{host.WorkerProcessId}:False:True";
        await probe.UntilAsync(() => probe.Diary.Count(line => line == tick) >= 3, "it has run three times");
    }

    [Fact]
    public async Task A_timer_may_run_at_the_start_as_well()
    {
        await using var probe = await ProbeHost.StartAsync();

        await probe.WrittenAsync("at-start:False");
    }

    [Fact]
    public async Task A_run_that_was_missed_is_made_good_at_the_start()
    {
        await using var probe = await ProbeHost.PrepareAsync();
        var year = TimeProvider.System.GetLocalNow().Year;
        await StoreAsync(probe, last: new DateTime(year - 1, 1, 1), next: new DateTime(year, 1, 1));

        await probe.AddHostAsync();

        await probe.WrittenAsync($"yearly:True:{year}");
    }

    [Fact]
    public async Task What_was_not_missed_is_not_made_good()
    {
        await using var probe = await ProbeHost.PrepareAsync();
        var year = TimeProvider.System.GetLocalNow().Year;
        await StoreAsync(probe, last: new DateTime(year, 1, 1), next: new DateTime(year + 1, 1, 1));

        await probe.AddHostAsync();

        await probe.WrittenAsync("at-start:False");
        Assert.DoesNotContain(probe.Diary, line => line.StartsWith("yearly", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_first_start_notes_when_a_timer_is_due()
    {
        await using var probe = await ProbeHost.StartAsync();

        var status = (await Blob(probe).DownloadContentAsync()).Value.Content.ToString();

        Assert.Contains($"\"Next\":\"{TimeProvider.System.GetLocalNow().Year + 1}-01-01T00:00:00\"", status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_hosts_one_has_the_timer_and_both_have_the_queue()
    {
        await using var probe = await ProbeHost.PrepareAsync();
        probe.Settings["ProbeTick"] = EverySecond;
        var first = await probe.AddHostAsync();
        var second = await probe.AddHostAsync();
        var messages = Enumerable.Range(0, 20).Select(number => number.ToString(CultureInfo.InvariantCulture)).ToList();

        // By the probe's host.json a host has 16 or 17 at once: one alone cannot have them all.
        await Task.WhenAll(messages.Select(message => probe.SendAsync("slows", message)));
        await probe.UntilAsync(() => Started(probe) == messages.Count, "all messages are at work");
        probe.Open("slow-gate");
        await probe.UntilAsync(
            () => probe.Diary.Count(line => line.StartsWith("slow-done:", StringComparison.Ordinal)) == messages.Count,
            "all are done"
        );
        var ticks = probe.Diary.Count(line => line.StartsWith("tick:", StringComparison.Ordinal));
        await probe.UntilAsync(() => probe.Diary.Count(line => line.StartsWith("tick:", StringComparison.Ordinal)) >= ticks + 3, "the timer goes on");

        Assert.Single(probe.Diary.Where(line => line.StartsWith("tick:", StringComparison.Ordinal)).Select(line => line.Split(':')[1]).Distinct());
        Assert.NotEqual(first.WorkerProcessId, second.WorkerProcessId);
    }

    private static int Started(ProbeHost probe) => probe.Diary.Count(line => line.StartsWith("slow:", StringComparison.Ordinal));

    private static BlobClient Blob(ProbeHost probe) => new(probe.Storage, "azure-webjobs-hosts", "timers/probe/Functions.Yearly/status");

    private static async Task StoreAsync(ProbeHost probe, DateTime last, DateTime next)
    {
        await new BlobContainerClient(probe.Storage, "azure-webjobs-hosts").CreateAsync();
        await Blob(probe)
            .UploadAsync(
                BinaryData.FromObjectAsJson(
                    new
                    {
                        Last = last,
                        Next = next,
                        LastUpdated = last,
                    }
                )
            );
    }
}
