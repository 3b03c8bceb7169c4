using System.Runtime.InteropServices;

namespace FunctionsHost;

/// <summary>The program: hosts for one or several apps, from their start until a signal.</summary>
internal sealed class HostRun(IEnumerable<Func<FunctionsHostOptions>> apps)
{
    /// <returns>0 when it was stopped, 1 when it failed.</returns>
    public async Task<int> RunAsync()
    {
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var interrupt = Register(PosixSignal.SIGINT, stop);
        using var terminate = Register(PosixSignal.SIGTERM, stop);
        using var hangUp = Register(PosixSignal.SIGHUP, stop);
        var hosts = new List<FunctionsHostServer>();
        try
        {
            var starting = apps.Select(app => app()).ToList().ConvertAll(FunctionsHostServer.StartAsync);
            try
            {
                foreach (var start in starting)
                {
                    if (await Task.WhenAny(start, stop.Task) == stop.Task)
                        return 0;
                    hosts.Add(await start);
                    Console.WriteLine($"Ready: {hosts[^1].Address} ({hosts[^1].App}, {hosts[^1].FunctionCount} functions)");
                }
            }
            finally
            {
                foreach (var start in starting)
                    await AddAsync(start, hosts);
            }

            var failed = await Task.WhenAny([stop.Task, .. hosts.Select(host => host.Failed)]);
            if (failed is Task<HostException> { Result: var failure })
                throw failure;
            return 0;
        }
        catch (HostException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
        finally
        {
            await Task.WhenAll(hosts.Select(host => host.DisposeAsync().AsTask()));
        }
    }

    // One that came up while another failed has to be ended, too.
    private static async Task AddAsync(Task<FunctionsHostServer> start, List<FunctionsHostServer> hosts)
    {
        try
        {
            if (await start is var host && !hosts.Contains(host))
                hosts.Add(host);
        }
        catch (HostException)
        {
            // It is told where it is waited for, or another failed before.
        }
    }

    // The second signal is not held back: whoever is impatient ends this process, and the workers end with it.
    private static PosixSignalRegistration Register(PosixSignal signal, TaskCompletionSource stop) =>
        PosixSignalRegistration.Create(signal, context => context.Cancel = stop.TrySetResult());
}
