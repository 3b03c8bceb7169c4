using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PaymentHub.Tests.Support;

namespace FunctionsHost.Tests;

public sealed class ProgramTests
{
    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_signal_ends_the_host_well_and_its_worker_with_it(string signal)
    {
        await using var probe = await ProbeHost.PrepareAsync();
        using var host = HostProcess.Start(probe.Settings, "--app", ProbeHost.App, "--port", "0");
        var address = (await host.ReadyAsync())[0].Address;
        var worker = await WorkerAsync(probe, address);
        await probe.SendAsync("slows", "m");
        await probe.WrittenAsync("slow:m");

        await host.SignalAsync(signal);
        await host.UntilAsync(() => !CanConnect(address), "it takes no more requests");
        probe.Open("slow-gate");

        Assert.Equal(0, await host.ExitAsync());
        Assert.Contains("slow-done:m", probe.Diary);
        Assert.False(HostProcess.IsAlive(worker));
    }

    [Fact]
    public async Task A_worker_does_not_outlive_a_host_that_was_killed()
    {
        await using var probe = await ProbeHost.PrepareAsync();
        using var host = HostProcess.Start(probe.Settings, "--app", ProbeHost.App, "--port", "0");
        var worker = await WorkerAsync(probe, (await host.ReadyAsync())[0].Address);

        host.Kill();

        await probe.UntilAsync(() => !HostProcess.IsAlive(worker), "the worker is gone");
    }

    [Fact]
    public async Task A_message_at_work_when_the_host_is_killed_is_kept_until_another_may_have_it()
    {
        await using var probe = await ProbeHost.PrepareAsync();
        using (var host = HostProcess.Start(probe.Settings, "--app", ProbeHost.App, "--port", "0"))
        {
            await host.ReadyAsync();
            await Task.WhenAll(Enumerable.Range(0, 100).Select(number => probe.SendAsync("slows", number.ToString(CultureInfo.InvariantCulture))));
            await probe.UntilAsync(() => probe.Diary.Count(line => line.StartsWith("slow:", StringComparison.Ordinal)) >= 16, "many are at work");
            host.Kill();
            await host.ExitAsync();
        }

        // Those that were at work stay hidden for ten minutes, as on Azure; the others go on with the next host.
        var atWork = probe.Diary.Where(line => line.StartsWith("slow:", StringComparison.Ordinal)).Distinct().Count();
        Assert.Equal(100, (await probe.Queue("slows").GetPropertiesAsync()).Value.ApproximateMessagesCount);
        probe.Open("slow-gate");
        await probe.AddHostAsync();
        await probe.UntilAsync(
            () => probe.Queue("slows").PeekMessage().Value is null && Done(probe) + Hidden(probe) == 100,
            "every other message is done"
        );
        Assert.InRange(Hidden(probe), atWork, 100 - 1);
    }

    [Fact]
    public async Task One_host_runs_several_apps()
    {
        await using var probe = await ProbeHost.PrepareAsync();
        using var host = HostProcess.Start(probe.Settings, "--app", ProbeHost.App, "--app", ProbeHost.App, "--port", "0", "--host-id", "both");

        var ready = await host.ReadyAsync(2);

        var workers = new HashSet<int> { await WorkerAsync(probe, ready[0].Address), await WorkerAsync(probe, ready[1].Address) };
        Assert.Equal(2, workers.Count);
        await host.SignalAsync("TERM");
        Assert.Equal(0, await host.ExitAsync());
        Assert.DoesNotContain(workers, HostProcess.IsAlive);
    }

    [Fact]
    public async Task A_worker_that_dies_at_its_start_is_told_in_its_own_words()
    {
        await using var probe = await ProbeHost.PrepareAsync();
        probe.Settings["ProbeFailsAtStart"] = "I have no heart for it.";
        using var host = HostProcess.Start(probe.Settings, "--app", ProbeHost.App, "--port", "0");

        Assert.Equal(1, await host.ExitAsync());

        Assert.Contains(host.Lines, line => line.Contains("ended with exit code 134 before it was ready", StringComparison.Ordinal));
        Assert.Contains(host.Lines, line => line.Contains("I have no heart for it.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_worker_that_keeps_dying_ends_the_host()
    {
        await using var probe = await ProbeHost.PrepareAsync();
        using var host = HostProcess.Start(probe.Settings, "--app", ProbeHost.App, "--port", "0");
        var worker = await WorkerAsync(probe, (await host.ReadyAsync())[0].Address);

        // The next ones do not come up at all: the program waits ten seconds before each.
        File.Delete(Path.Combine(probe.Folder, "diary"));
        Directory.CreateDirectory(Path.Combine(probe.Folder, "diary"));
        using (var process = System.Diagnostics.Process.GetProcessById(worker))
            process.Kill();

        Assert.Equal(1, await host.ExitAsync());
        Assert.Contains(host.Lines, line => line.Contains("the host gives up", StringComparison.Ordinal));
        Directory.Delete(Path.Combine(probe.Folder, "diary"));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told()
    {
        await using var probe = await ProbeHost.PrepareAsync();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        using var host = HostProcess.Start(probe.Settings, "--app", ProbeHost.App, "--port", port);

        Assert.Equal(1, await host.ExitAsync());

        Assert.Contains(host.Lines, line => line.StartsWith($"Port {port} cannot be listened on", StringComparison.Ordinal));
        Assert.DoesNotContain(
            probe
                .Diary.Where(line => line.StartsWith("worker:", StringComparison.Ordinal))
                .Select(line => int.Parse(line.Split(':')[1], CultureInfo.InvariantCulture)),
            HostProcess.IsAlive
        );
    }

    [Fact]
    public async Task Storage_that_does_not_answer_is_told()
    {
        await using var probe = await ProbeHost.PrepareAsync();
        var port = FreePort.Next();
        probe.Settings["AzureWebJobsStorage"] =
            $"DefaultEndpointsProtocol=http;AccountName=a;AccountKey=bG9jYWw=;BlobEndpoint=http://127.0.0.1:{port}/a;QueueEndpoint=http://127.0.0.1:{port}/a;TableEndpoint=http://127.0.0.1:{port}/a;";
        using var host = HostProcess.Start(probe.Settings, "--app", ProbeHost.App, "--port", "0");

        Assert.Equal(1, await host.ExitAsync());

        Assert.Contains(
            host.Lines,
            line =>
                line.StartsWith("The queue and timer functions cannot be listened for", StringComparison.Ordinal)
                && line.Contains("Connection refused", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task The_settings_file_gives_way_to_the_environment()
    {
        await using var probe = await ProbeHost.PrepareAsync();
        var file = Path.Combine(probe.Folder, "mine.json");
        await File.WriteAllTextAsync(file, """{ "Values": { "FromFile": "file", "FromBoth": "file", /* twice */ } }""");
        probe.Settings["FromBoth"] = "environment";
        using var host = HostProcess.Start(probe.Settings, "--app", ProbeHost.App, "--port", "0", "--settings", file);
        var address = (await host.ReadyAsync())[0].Address;

        Assert.Equal("file", await probe.Http.GetStringAsync(new Uri($"{address}/api/settings/FromFile")));
        Assert.Equal("environment", await probe.Http.GetStringAsync(new Uri($"{address}/api/settings/FromBoth")));
    }

    [Theory]
    [InlineData("Option '--app' is required")]
    [InlineData("has no worker.config.json", "--app", "/")]
    [InlineData("--port takes a number", "--app", "/", "--port", "70000")]
    [InlineData("--key takes name=value", "--app", "/", "--key", "secret")]
    [InlineData("none.json is not there", "--app", "/", "--settings", "none.json")]
    public async Task Wrong_usage_is_told(string words, params string[] arguments)
    {
        using var host = HostProcess.Start(new Dictionary<string, string>(), arguments);

        Assert.Equal(1, await host.ExitAsync());
        Assert.Contains(host.Lines, line => line.Contains(words, StringComparison.Ordinal));
    }

    private static async Task<int> WorkerAsync(ProbeHost probe, string address) =>
        int.Parse(await probe.Http.GetStringAsync(new Uri($"{address}/api/process")), CultureInfo.InvariantCulture);

    private static int Done(ProbeHost probe) => probe.Diary.Where(line => line.StartsWith("slow-done:", StringComparison.Ordinal)).Distinct().Count();

    private static int Hidden(ProbeHost probe) => probe.Queue("slows").GetProperties().Value.ApproximateMessagesCount;

    private static bool CanConnect(string address)
    {
        using var client = new TcpClient();
        try
        {
            client.Connect(IPAddress.Loopback, new Uri(address).Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
