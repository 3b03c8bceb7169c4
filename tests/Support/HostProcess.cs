using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using FunctionsHost;

namespace PaymentHub.Tests.Support;

/// <summary>The Functions host for laptops as a program of its own.</summary>
internal sealed partial class HostProcess : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Task _read;

    private HostProcess(Process process)
    {
        _process = process;
        _read = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
    }

    public int Id => _process.Id;

    /// <summary>The processes that it has started and that live: its workers.</summary>
    public IReadOnlyList<int> Workers => [.. Directory.EnumerateDirectories($"/proc/{Id}/task").SelectMany(ChildrenOf)];

    public IReadOnlyCollection<string> Lines => _lines;

    public static HostProcess Start(IReadOnlyDictionary<string, string> environment, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(FunctionsHostServer).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new HostProcess(Process.Start(start)!);
    }

    /// <summary>Waits for the lines that say where the apps are.</summary>
    public async Task<IReadOnlyList<(string Address, string App)>> ReadyAsync(int apps = 1)
    {
        await UntilAsync(() => _process.HasExited || Ready().Count == apps, "the host is ready");
        return Ready().Count == apps ? Ready() : throw new InvalidOperationException(string.Join('\n', _lines));
    }

    /// <summary>Waits for its end.</summary>
    public async Task<int> ExitAsync()
    {
        await UntilAsync(() => _process.HasExited, "the host has ended");
        await Task.WhenAny(_read, Task.Delay(TimeSpan.FromSeconds(5)));
        return _process.ExitCode;
    }

    /// <summary>Sends a signal, as the shell's kill does.</summary>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{Id}"]);
        await kill.WaitForExitAsync();
    }

    public void Kill() => _process.Kill();

    public async Task UntilAsync(Func<bool> condition, string what)
    {
        try
        {
            await Eventually.TrueAsync(() => Task.FromResult(condition()), Deadline, what);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message}\n{string.Join('\n', _lines)}");
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    /// <summary>Whether a process is there and not just waiting for somebody to ask how it ended.</summary>
    public static bool IsAlive(int process)
    {
        try
        {
            return !File.ReadLines($"/proc/{process}/status")
                .Any(line => line.StartsWith("State:", StringComparison.Ordinal) && line.Contains('Z', StringComparison.Ordinal));
        }
        catch (IOException)
        {
            return false;
        }
    }

    // A thread may be gone by the time it is asked.
    private static IEnumerable<int> ChildrenOf(string thread)
    {
        try
        {
            return File.ReadAllText($"{thread}/children")
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(id => int.Parse(id, CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return [];
        }
    }

    private List<(string Address, string App)> Ready() =>
        [
            .. _lines
                .Select(line => ReadyLine().Match(line))
                .Where(match => match.Success)
                .Select(match => (match.Groups["address"].Value, match.Groups["app"].Value)),
        ];

    private async Task ReadAsync(StreamReader lines)
    {
        while (await lines.ReadLineAsync() is { } line)
            _lines.Enqueue(line);
    }

    [GeneratedRegex(@"^Ready: (?<address>http://127\.0\.0\.1:\d+) \((?<app>\w+), \d+ functions\)$")]
    private static partial Regex ReadyLine();
}
