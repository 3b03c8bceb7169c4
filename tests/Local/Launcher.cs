using System.Diagnostics;
using System.Runtime.InteropServices;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Local;

/// <summary>The built launcher, run as a person runs it.</summary>
internal sealed class Launcher : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);
    private readonly Process _process;
    private readonly List<string> _output = [];
    private readonly List<string> _errors = [];
    private readonly Task _read;

    private Launcher(Process process)
    {
        _process = process;
        _read = Task.WhenAll(ReadAsync(process.StandardOutput, _output), ReadAsync(process.StandardError, _errors));
    }

    /// <summary>What it has printed so far.</summary>
    public string Output => Text(_output);

    public string Errors => Text(_errors);

    /// <summary>Starts it.</summary>
    /// <param name="environment">Environment variables that are different.</param>
    public static Launcher Start(IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        // Where 'dotnet run' finds it: …/bin/PaymentHub.Tests/debug → …/bin/Local/debug.
        var output = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        var assembly = Path.GetFullPath(Path.Combine(output, "..", "..", "Local", Path.GetFileName(output), "PaymentHub.Local.dll"));
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        var start = new ProcessStartInfo(dotnet, [assembly, .. arguments])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new Launcher(Process.Start(start)!);
    }

    /// <summary>Runs it to its end and returns its exit code.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        IEnumerable<string> arguments,
        params (string Name, string Value)[] environment
    )
    {
        await using var launcher = Start(arguments, environment);
        var exitCode = await launcher.EndAsync();
        return (exitCode, launcher.Output, launcher.Errors);
    }

    /// <summary>Waits until it has printed a text.</summary>
    public async Task PrintsAsync(string text)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (!Output.Contains(text, StringComparison.Ordinal))
        {
            Assert.False(_process.HasExited, $"The launcher ended:\n{Output}\n{Errors}");
            Assert.False(deadline.IsCancellationRequested, $"The launcher did not print '{text}':\n{Output}\n{Errors}");
            await Task.Delay(50);
        }
    }

    /// <summary>Sends it a signal by name, and to nobody else.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Waits for its end.</summary>
    public async Task<int> EndAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
            await _read.WaitAsync(deadline.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            var state = _process.HasExited ? "ended, but somebody holds its output open" : "did not end";
            throw new TimeoutException($"The launcher {state}:\n{Output}\n{Errors}\n{await ProcessTree.OfAsync(_process.Id)}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static async Task ReadAsync(StreamReader reader, List<string> lines)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (lines)
                lines.Add(line);
        }
    }

    private static string Text(List<string> lines)
    {
        lock (lines)
            return string.Join('\n', lines);
    }
}
