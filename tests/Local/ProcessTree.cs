using System.Diagnostics;
using System.Globalization;

namespace PaymentHub.Tests.Local;

/// <summary>What a process and those below it are doing, for the message of a test that waited in vain.</summary>
internal static class ProcessTree
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The lines of ps for a process and its descendants; those whose parent has
    /// died are not among them, but every Node and .NET process is.</summary>
    public static async Task<string> OfAsync(int root)
    {
        using var deadline = new CancellationTokenSource(Patience);
        using var ps = Process.Start(new ProcessStartInfo("ps", ["-eo", "pid,ppid,etimes,stat,wchan:20,args"]) { RedirectStandardOutput = true })!;
        var lines = (await ps.StandardOutput.ReadToEndAsync(deadline.Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        var family = new HashSet<int> { root };
        int before;
        do
        {
            before = family.Count;
            foreach (var (process, _) in lines.Skip(1).Select(Ids).Where(ids => family.Contains(ids.Parent)))
                family.Add(process);
        } while (family.Count > before);

        // Arguments are cut: they are long, and what matters stands at their start.
        return string.Join(
            '\n',
            lines
                .Where((line, i) => i == 0 || family.Contains(Ids(line).Process) || IsOrphan(line))
                .Select(line => line.Length > 200 ? line[..200] : line)
        );
    }

    private static bool IsOrphan(string line) =>
        Ids(line).Parent == 1
        && (
            line.Contains("FunctionsHost", StringComparison.Ordinal)
            || line.Contains("azurite", StringComparison.Ordinal)
            || line.Contains("PaymentHub", StringComparison.Ordinal)
        );

    private static (int Process, int Parent) Ids(string line)
    {
        var fields = line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
        return (int.Parse(fields[0], CultureInfo.InvariantCulture), int.Parse(fields[1], CultureInfo.InvariantCulture));
    }
}
