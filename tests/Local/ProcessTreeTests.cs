using System.Diagnostics;

namespace PaymentHub.Tests.Local;

public class ProcessTreeTests
{
    [Fact]
    public async Task A_process_is_shown_with_its_children_and_not_with_its_parent()
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", "sleep 61.5 & wait"]))!;
        try
        {
            using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            string tree;
            do
            {
                deadline.Token.ThrowIfCancellationRequested();
                tree = await ProcessTree.OfAsync(shell.Id);
            } while (!tree.Split('\n').Any(line => line.EndsWith(" sleep 61.5", StringComparison.Ordinal)));

            Assert.Matches(@"^ *PID +PPID +ELAPSED", tree);
            Assert.DoesNotContain(
                $"{Environment.ProcessId} ",
                string.Join('\n', tree.Split('\n').Select(line => line.TrimStart().Split(' ')[0] + " ")),
                StringComparison.Ordinal
            );
        }
        finally
        {
            shell.Kill(entireProcessTree: true);
        }
    }
}
