using System.Diagnostics;

namespace PaymentHub.Local.Children;

/// <summary>The sandbox: the three providers and the demo merchant.</summary>
internal sealed class SandboxChild(ChildProcess process) : IAsyncDisposable
{
    private const string Listening = "Sandbox listening at ";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>Completes when it has ended, which it should not by itself.</summary>
    public Task Ended => process.Ended;

    public IReadOnlyList<string> LastLines => process.LastLines;

    /// <summary>Fresh credentials at all three providers, both halves, as one line of JSON.</summary>
    /// <exception cref="LocalRunException">The sandbox failed.</exception>
    public static async Task<string> MakeKeysAsync(string assembly, CancellationToken cancellationToken)
    {
        var keys = "";
        await using var maker = ChildProcess.Start(new ProcessStartInfo(Checkout.Dotnet, [assembly, "--make-keys"]), line => keys = line);
        try
        {
            if (await maker.Ended.WaitAsync(Deadline, cancellationToken) == 0 && keys.StartsWith('{'))
                return keys;
        }
        catch (TimeoutException)
        {
            // Told below, with what it printed.
        }

        throw new LocalRunException("The sandbox could not make keys; it printed last:", maker.LastLines);
    }

    /// <summary>Starts it and returns when it listens.</summary>
    /// <param name="settings">Its settings as one line of JSON. They hold keys, so they go through a pipe and not over the command line.</param>
    /// <exception cref="LocalRunException">It did not start.</exception>
    public static async Task<SandboxChild> StartAsync(string assembly, string settings, CancellationToken cancellationToken)
    {
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = ChildProcess.Start(new ProcessStartInfo(Checkout.Dotnet, [assembly, "--settings", "-"]), line =>
        {
            if (line.StartsWith(Listening, StringComparison.Ordinal))
                listening.TrySetResult();
        });
        var sandbox = new SandboxChild(process);
        try
        {
            await process.WriteLineAsync(settings, cancellationToken);
            await Task.WhenAny(listening.Task, process.Ended).WaitAsync(Deadline, cancellationToken);
        }
        catch (Exception e) when (e is TimeoutException or IOException)
        {
            // Told below, with what it printed.
        }
        catch (OperationCanceledException)
        {
            await sandbox.DisposeAsync();
            throw;
        }

        if (listening.Task.IsCompleted)
            return sandbox;
        await sandbox.DisposeAsync();
        throw new LocalRunException("The sandbox did not start; it printed last:", process.LastLines);
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
