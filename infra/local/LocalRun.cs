using PaymentHub.Local.Children;
using PaymentHub.Local.Demo;
using PaymentHub.Local.Screen;
using PaymentHub.Local.Settings;

namespace PaymentHub.Local;

/// <summary>The local run, from the first check to the last child's end.</summary>
internal sealed class LocalRun(LocalOptions options, Checkout checkout, Terminal screen)
{
    // A signal reaches the children too, and perhaps first.
    private static readonly TimeSpan SignalLag = TimeSpan.FromSeconds(1);

    private readonly string _logs = options.Logs ?? checkout.Logs;

    /// <returns>0 when everything was as expected, otherwise 1.</returns>
    /// <exception cref="LocalRunException">It could not be shown at all.</exception>
    public async Task<int> RunAsync()
    {
        using var signals = new StopSignals();
        try
        {
            return await RunAsync(signals.Token);
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            screen.Line("Stopped before the demo was over.");
            return 1;
        }
    }

    private async Task<int> RunAsync(CancellationToken stop)
    {
        await PrepareAsync(stop);
        using var log = new LogFile(Path.Combine(_logs, "functions.log"));
        await using var storage = await StartStorageAsync(stop);
        var places = Places.At(options.Port, options.SandboxPort, storage.ConnectionString);

        var (sandbox, credentials) = await screen.StepAsync("Starting the sandbox: three providers and a demo merchant", async () =>
        {
            var made = DemoCredentials.Create(await SandboxChild.MakeKeysAsync(checkout.Sandbox, stop));
            return (await SandboxChild.StartAsync(checkout.Sandbox, SandboxSettings.Compose(made, places).ToJsonString(), stop), made);
        });
        await using var _ = sandbox;

        await using var functions = await screen.StepAsync("Starting the function app", async () =>
        {
            var settings = FunctionSettings.Compose(await File.ReadAllTextAsync(checkout.ExampleSettings, stop), credentials, places);
            return await FunctionsChild.StartAsync(checkout, places.Hub, FunctionSettings.Values(settings), log, stop);
        });

        var results = await PlayAsync(places, credentials.Key, stop);
        Show(results, log.Path);
        if (!options.Exit)
        {
            foreach (var line in Links.Of(places, storage.Ports, credentials.Key.Text, log.Path, results.FirstOrDefault(result => result.Order is not null)?.Order))
                screen.Line(line);
            await StayUpAsync(storage, sandbox, functions, log.Path, stop);
            screen.Line("Stopping ...");
        }

        return results.All(result => result.AsExpected) ? 0 : 1;
    }

    private async Task PrepareAsync(CancellationToken stop)
    {
        if (options.Port == options.SandboxPort)
            throw new LocalRunException($"The function app and the sandbox cannot both listen on port {options.Port}: choose another one with --port or --sandbox-port.");
        Ports.Demand(options.Port, "the function app", "--port");
        Ports.Demand(options.SandboxPort, "the sandbox", "--sandbox-port");
        await NodeTools.CheckNodeAsync(stop);
        var tools = new NodeTools(checkout.NodeTools, _logs);
        var text = tools.AreInstalled ? "Checking the Node tools" : "Installing the Node tools with npm (once, about half a minute)";
        await screen.StepAsync(text, () => tools.InstallAsync(stop));
    }

    private Task<Azurite> StartStorageAsync(CancellationToken stop) => screen.StepAsync("Starting the storage emulator", async () =>
    {
        try
        {
            return await Azurite.StartAsync(checkout.NodeTools, new AzuriteOptions(), stop);
        }
        catch (InvalidOperationException failure)
        {
            throw new LocalRunException("The storage emulator did not start:", [failure.Message]);
        }
    });

    private async Task<IReadOnlyList<PlayResult>> PlayAsync(Places places, ApiKey key, CancellationToken stop)
    {
        using var hub = new JsonCalls(places.Hub, key.Text);
        using var sandbox = new JsonCalls(places.Sandbox);
        var payer = new Payer(sandbox);
        return await screen.StepAsync(
            "Playing a deposit and a withdrawal through each provider",
            () => new Director(hub, payer).RunAsync([.. new DemoDeposits(hub, payer).Plays, .. new DemoWithdrawals(hub, new BackOffice(sandbox)).Plays], stop));
    }

    private void Show(IReadOnlyList<PlayResult> results, string log)
    {
        screen.Line();
        screen.Show(ResultTable.Of(results));
        foreach (var result in results.Where(result => !result.AsExpected))
            screen.Fail($"{result.Provider}: {string.Join("; ", result.Problems)}. The function app's log is {log}.", []);
    }

    /// <exception cref="LocalRunException">A child ended by itself.</exception>
    private static async Task StayUpAsync(Azurite storage, SandboxChild sandbox, FunctionsChild functions, string log, CancellationToken stop)
    {
        var stopped = Task.Delay(Timeout.InfiniteTimeSpan, stop);
        var ended = await Task.WhenAny(stopped, storage.EndedAsync(stop), sandbox.Ended, functions.Ended);
        if (ended == stopped || await Task.WhenAny(stopped, Task.Delay(SignalLag, CancellationToken.None)) == stopped)
            return;
        if (ended == functions.Ended)
            throw new LocalRunException($"The function app ended by itself; its log is {log} and ends with:", functions.LastLines);
        if (ended == sandbox.Ended)
            throw new LocalRunException("The sandbox ended by itself; it printed last:", sandbox.LastLines);
        throw new LocalRunException("The storage emulator ended by itself.");
    }
}
