using System.Text;

namespace HostProbe;

/// <summary>What the probe's functions saw, in a file that outlives every worker.</summary>
internal static class Diary
{
    private static readonly Lock Gate = new();

    private static string Folder =>
        Environment.GetEnvironmentVariable("ProbeFolder") ?? throw new InvalidOperationException("ProbeFolder is not set.");

    /// <summary>Adds a line. Whole lines: several workers write.</summary>
    public static void Write(string line)
    {
        var bytes = Encoding.UTF8.GetBytes($"{line}\n");
        lock (Gate)
        {
            using var file = new FileStream(Path.Combine(Folder, "diary"), FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            file.Write(bytes);
        }
    }

    /// <summary>Waits until a test opens a gate.</summary>
    public static async Task WaitAsync(string gate, CancellationToken cancellationToken)
    {
        while (!File.Exists(Path.Combine(Folder, gate)))
            await Task.Delay(20, cancellationToken);
    }
}
