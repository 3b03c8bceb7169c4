using System.Diagnostics;

namespace PaymentHub.Tests.Support;

public sealed class ChildProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Its end, the end of its streams and our waiting for them all come at once: nobody may wait for another.</summary>
    [Fact]
    public async Task A_child_that_ends_the_moment_it_is_told_to_is_gone_every_time()
    {
        for (var time = 0; time < 100; time++)
        {
            var printed = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            var child = ChildProcess.Start(
                new ProcessStartInfo("sh", ["-c", "echo here; echo there >&2; read line; exit 7"]),
                line => printed.TrySetResult(line)
            );
            await printed.Task.WaitAsync(Patience);

            await child.DisposeAsync().AsTask().WaitAsync(Patience);

            Assert.Equal(7, await child.Ended.WaitAsync(Patience));
            Assert.Equal(["here", "there"], child.LastLines.Order());
        }
    }

    [Fact]
    public async Task A_child_may_be_disposed_twice()
    {
        var child = ChildProcess.Start(new ProcessStartInfo("sh", ["-c", "read line; exit 0"]), _ => { });

        await child.DisposeAsync();
        await child.DisposeAsync();

        Assert.Equal(0, await child.Ended.WaitAsync(Patience));
    }
}
