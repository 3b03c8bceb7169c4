using System.Globalization;

namespace PaymentHub.Local;

/// <summary>
/// SIGKILL to 'dotnet run' leaves this process without anybody to stop it, and Aspire watches this process only. Elsewhere than on
/// Linux, and when something else started it (it may go on without its shell), nothing is watched.
/// </summary>
internal static class DotnetRunWatch
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Calls <paramref name="stop"/> once the 'dotnet run' around this process is gone.</summary>
    public static async Task StartAsync(Action stop, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux() || Parent() is not { } parent || !IsDotnetRun(parent))
            return;
        using var timer = new PeriodicTimer(Pause);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                if (Parent() == parent)
                    continue;
                stop();
                return;
            }
        }
        catch (OperationCanceledException)
        {
            // It stops already.
        }
    }

    private static int? Parent() =>
        File.ReadLines("/proc/self/status")
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
        catch (IOException)
        {
            return false;
        }
    }
}
