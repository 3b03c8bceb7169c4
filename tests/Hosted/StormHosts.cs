using System.Diagnostics;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Hosted;

/// <summary>Hosts with the app, each a program of its own, on one storage: sent to in turns, killed, started anew.</summary>
/// <param name="instances">How many instances of the app each host runs.</param>
internal sealed class StormHosts(int instances) : IAsyncDisposable
{
    private readonly List<(HostProcess Host, Uri[] Addresses)> _running = [];
    private readonly List<HostProcess> _all = [];
    private Dictionary<string, string> _settings = [];
    private volatile Uri[] _addresses = [];
    private int _turn;

    /// <summary>Everything that the hosts and their workers have written.</summary>
    public IEnumerable<string> Lines => _all.SelectMany(host => host.Lines);

    /// <summary>Where the next request goes. An address stays in its turn after its host's death
    /// until another host is there instead, as behind a load balancer.</summary>
    public Uri NextAddress() => _addresses[(uint)Interlocked.Increment(ref _turn) % (uint)_addresses.Length];

    public async Task StartAsync(Hub hub, int hosts)
    {
        _settings = HostedApp.Environment(hub);
        for (var i = 0; i < hosts; i++)
            _running.Add(await StartOneAsync());
        Publish();
    }

    /// <summary>Kills a worker of the first host, which starts another.</summary>
    public void KillWorker()
    {
        using var worker = Process.GetProcessById(_running[0].Host.Workers[0]);
        worker.Kill();
    }

    /// <summary>Kills the first host, its workers end with it, and starts another.</summary>
    public async Task ReplaceHostAsync()
    {
        _running[0].Host.Kill();
        _running[0] = await StartOneAsync();
        Publish();
    }

    /// <summary>Stops what runs, and tells with which exit codes.</summary>
    public async Task<int[]> StopAsync()
    {
        await Task.WhenAll(_running.Select(one => one.Host.SignalAsync("TERM")));
        return await Task.WhenAll(_running.Select(one => one.Host.ExitAsync()));
    }

    public ValueTask DisposeAsync()
    {
        foreach (var host in _all)
            host.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<(HostProcess Host, Uri[] Addresses)> StartOneAsync()
    {
        // One id: they share the timers, as instances of one app do. (A second app in one
        // process gets an id of its own, and so its own timers; that does no harm.)
        var host = HostProcess.Start(
            _settings,
            [.. Enumerable.Repeat<string[]>(["--app", HostedApp.Folder], instances).SelectMany(app => app), "--port", "0", "--host-id", "storm"]
        );
        _all.Add(host);
        return (host, [.. (await host.ReadyAsync(instances)).Select(ready => new Uri(ready.Address))]);
    }

    private void Publish() => _addresses = [.. _running.SelectMany(one => one.Addresses)];
}
