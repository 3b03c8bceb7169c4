using System.Globalization;
using System.Runtime.InteropServices;

namespace PaymentHub.Local;

/// <summary>Says when to stop: at Ctrl+C, SIGTERM, a closed terminal, or when the 'dotnet run' around us was killed.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;

    public StopSignals()
    {
        _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, Handle))];
        _ = WatchDotnetRunAsync();
    }

    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        // Not disposed: a signal or the watcher may be about to cancel it.
        _stop.Cancel();
    }

    // The second signal is not held back: whoever is impatient ends this process, and the children end by themselves.
    private void Handle(PosixSignalContext context)
    {
        context.Cancel = !_stop.IsCancellationRequested;
        _stop.Cancel();
    }

    /// <summary>
    /// SIGKILL to 'dotnet run' leaves this process without anybody to stop it. Elsewhere than on Linux, and when something else
    /// started it (it may go on without its shell), nothing is watched.
    /// </summary>
    private async Task WatchDotnetRunAsync()
    {
        if (!OperatingSystem.IsLinux() || Parent() is not { } parent || !IsDotnetRun(parent))
            return;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                if (Parent() != parent)
                    await _stop.CancelAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // It stops already.
        }
    }

    private static int? Parent() => File.ReadLines("/proc/self/status")
        .Where(line => line.StartsWith("PPid:", StringComparison.Ordinal))
        .Select(line => (int?)int.Parse(line["PPid:".Length..], CultureInfo.InvariantCulture))
        .FirstOrDefault();

    private static bool IsDotnetRun(int process)
    {
        try
        {
            var command = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/cmdline")).Split('\0');
            return Path.GetFileName(command[0]) == "dotnet" && command.Contains("run");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
