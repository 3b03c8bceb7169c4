using PaymentHub.Local.Demo;
using PaymentHub.Local.Parts;
using PaymentHub.Local.Screen;
using PaymentHub.Local.Settings;
using PaymentHub.Local.Traces;
using PaymentHub.Sandbox.Keys;

namespace PaymentHub.Local;

/// <summary>The local run, from the first check to the last part's end.</summary>
internal sealed class LocalRun(LocalOptions options, Checkout checkout, Terminal screen)
{
    // The installer takes another one's lock over after ten minutes, and then installs itself.
    private static readonly TimeSpan TimeToInstall = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan TimeToStart = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan TimeToExport = TimeSpan.FromSeconds(20);

    // A signal reaches the parts too, and perhaps first.
    private static readonly TimeSpan SignalLag = TimeSpan.FromSeconds(1);

    /// <returns>0 when everything was as expected, otherwise 1.</returns>
    /// <exception cref="LocalRunException">It could not be shown at all.</exception>
    public async Task<int> RunAsync()
    {
        using var ports = new Ports();
        var (port, sandboxPort) = TakePorts(ports);
        var coreTools = options.CoreTools ? CoreTools.Find() : null;
        var tools = new NodeTools(checkout.NodeTools);
        await NodeTools.CheckNodeAsync();
        using var log = OpenLog(port);

        var storage = new StoragePorts(ports.Any(), ports.Any(), ports.Any());
        var places = Places.At(port, sandboxPort, storage.ConnectionString);
        var credentials = DemoCredentials.Create(SandboxKeys.Create().ToJson());
        var functions = FunctionSettings.Values(FunctionSettings.Compose(await File.ReadAllTextAsync(checkout.ExampleSettings), credentials, places));
        ForgetOwnSettings();

        var collector = options.Trace ? Places.Loopback(ports.Any()) : null;
        await using var traces = collector is null ? null : await TraceCollector.StartAsync(collector);

        // Nobody looks at the dashboard of a run that ends by itself.
        var settings = new PartSettings(
            places,
            storage,
            options.Exit ? null : ports.Prefer(LocalOptions.UsualDashboardPort),
            SandboxSettings.Compose(credentials, places).ToJsonString(),
            functions,
            collector,
            coreTools
        );
        await using var parts = LocalParts.Build(checkout, tools, settings, ports.Any(), ports.Any());
        try
        {
            return await RunAsync(parts, new Shown(places, storage, credentials, log, traces), !tools.AreInstalled);
        }
        catch (OperationCanceledException) when (parts.Stopping.IsCancellationRequested)
        {
            screen.Line("Stopped before the demo was over.");
            return 1;
        }
    }

    private async Task<int> RunAsync(RunningParts parts, Shown shown, bool install)
    {
        parts.Start();
        _ = parts.FollowAsync(LocalParts.Functions, shown.Log.Write);
        var doing = install ? "Installing the Node tools with npm (once, about half a minute)" : "Checking the Node tools";
        await StepAsync(
            parts,
            LocalParts.NodeTools,
            doing,
            TimeToInstall,
            end => new LocalRunException(
                $"npm could not install the Node tools in {checkout.NodeTools}: check that it reaches a package registry. It said last:",
                end.LastLines
            )
        );
        await StepAsync(
            parts,
            LocalParts.Storage,
            "Starting the storage emulator",
            TimeToStart,
            end => NotStarted("The storage emulator", end, "it printed last")
        );
        await StepAsync(
            parts,
            LocalParts.Sandbox,
            "Starting the sandbox: three providers and a demo merchant",
            TimeToStart,
            end => NotStarted("The sandbox", end, "it printed last")
        );
        await StepAsync(
            parts,
            LocalParts.Functions,
            "Starting the function app",
            TimeToStart,
            end => NotStarted("The function app", end, $"its log is {shown.Log.Path} and ends with")
        );

        var results = await PlayAsync(shown, parts.Stopping);
        Show(results, shown.Log.Path);
        if (shown.Traces is { } traces)
            await ShowTraceAsync(traces, results, parts.Stopping);
        if (!options.Exit)
        {
            foreach (
                var line in Links.Of(
                    shown.Places,
                    shown.Storage,
                    shown.Credentials,
                    parts.Dashboard,
                    shown.Log.Path,
                    results.FirstOrDefault(result => result.Order is not null)?.Order
                )
            )
            {
                screen.Line(line);
            }

            await StayUpAsync(parts, shown.Log.Path);
            screen.Line("Stopping ...");
        }

        return results.All(result => result.AsExpected) ? 0 : 1;
    }

    private (int Port, int SandboxPort) TakePorts(Ports ports)
    {
        if (options is { AnyPorts: false, Port: { } same } && same == options.SandboxPort)
        {
            throw new LocalRunException(
                $"The function app and the sandbox cannot both listen on port {same}: choose another one with --port or --sandbox-port."
            );
        }

        int Take(int? wanted, int usual, string whose, string option)
        {
            if (options.AnyPorts)
                return ports.Any();
            return wanted is { } port ? ports.Demand(port, whose, option) : ports.Prefer(usual);
        }

        // What was asked for goes first: it may be the other one's usual port.
        if (options.Port is null)
        {
            var sandbox = Take(options.SandboxPort, LocalOptions.UsualSandboxPort, "the sandbox", "--sandbox-port");
            return (Take(null, LocalOptions.UsualPort, "the function app", "--port"), sandbox);
        }

        return (
            Take(options.Port, LocalOptions.UsualPort, "the function app", "--port"),
            Take(options.SandboxPort, LocalOptions.UsualSandboxPort, "the sandbox", "--sandbox-port")
        );
    }

    private LogFile OpenLog(int port)
    {
        const string Name = "functions";
        return options.Logs is { } folder
            ? LogFile.Create(Path.Combine(folder, $"{Name}.log"))
            : LogFile.Create(Path.Combine(checkout.Logs, $"{Name}.log"), Path.Combine(checkout.Logs, $"{Name}-{port}.log"));
    }

    /// <summary>A developer's own settings would mix with the demo's: the parts inherit our environment.</summary>
    private static void ForgetOwnSettings()
    {
        foreach (
            var name in Environment
                .GetEnvironmentVariables()
                .Keys.Cast<string>()
                .Where(name => name.StartsWith("PaymentHub__", StringComparison.OrdinalIgnoreCase))
                .ToList()
        )
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }

    private Task StepAsync(RunningParts parts, string part, string doing, TimeSpan patience, Func<PartEnd, LocalRunException> failure) =>
        screen.StepAsync(
            doing,
            async () =>
            {
                if (await parts.ReadyAsync(part, patience) is { } end)
                    throw failure(end);
            }
        );

    private static LocalRunException NotStarted(string part, PartEnd end, string where) =>
        new(
            end.ExitCode is null
                ? $"{part} was not ready within {TimeToStart.TotalSeconds:0} seconds; {where}:"
                : $"{part} ended while starting; {where}:",
            end.LastLines
        );

    private async Task<IReadOnlyList<PlayResult>> PlayAsync(Shown shown, CancellationToken stop)
    {
        using var hub = new JsonCalls(shown.Places.Hub, shown.Credentials.Key.Text);
        using var sandbox = new JsonCalls(shown.Places.Sandbox);
        var payer = new Payer(sandbox);
        return await screen.StepAsync(
            "Playing a deposit and a withdrawal through each provider",
            () =>
                new Director(hub, payer).RunAsync(
                    [.. new DemoDeposits(hub, payer).Plays, .. new DemoWithdrawals(hub, new BackOffice(sandbox)).Plays],
                    stop
                )
        );
    }

    private void Show(IReadOnlyList<PlayResult> results, string log)
    {
        screen.Line();
        screen.Show(ResultTable.Of(results));
        foreach (var result in results.Where(result => !result.AsExpected))
            screen.Fail($"{result.Provider}: {string.Join("; ", result.Problems)}. The function app's log is {log}.", []);
    }

    private async Task ShowTraceAsync(TraceCollector traces, IReadOnlyList<PlayResult> results, CancellationToken stop)
    {
        if (results.FirstOrDefault(result => result is { AsExpected: true, Order: not null })?.Order is not { } order)
            return;
        if (await traces.FindAsync(spans => TraceTree.LeadsToWebhook(spans, order), TimeToExport, stop) is { } trace)
            screen.Show(TraceTree.Of(trace));
        else
            screen.Fail($"The function app did not tell of {order}'s way within {TimeToExport.TotalSeconds:0} seconds.", []);
    }

    /// <exception cref="LocalRunException">A part ended by itself.</exception>
    private static async Task StayUpAsync(RunningParts parts, string log)
    {
        var stopped = Task.Delay(Timeout.InfiniteTimeSpan, parts.Stopping);
        var (functions, sandbox, storage) = (
            parts.EndedAsync(LocalParts.Functions),
            parts.EndedAsync(LocalParts.Sandbox),
            parts.EndedAsync(LocalParts.Storage)
        );
        var ended = await Task.WhenAny(stopped, functions, sandbox, storage);
        if (parts.Stopping.IsCancellationRequested || await Task.WhenAny(stopped, Task.Delay(SignalLag, CancellationToken.None)) == stopped)
            return;
        if (ended == functions)
            throw new LocalRunException($"The function app ended by itself; its log is {log} and ends with:", (await functions).LastLines);
        if (ended == sandbox)
            throw new LocalRunException("The sandbox ended by itself; it printed last:", (await sandbox).LastLines);
        throw new LocalRunException("The storage emulator ended by itself; it printed last:", (await storage).LastLines);
    }

    private sealed record Shown(Places Places, StoragePorts Storage, DemoCredentials Credentials, LogFile Log, TraceCollector? Traces);
}
