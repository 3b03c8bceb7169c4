using PaymentHub.Local.Screen;

namespace PaymentHub.Local;

/// <summary>Runs a command and turns the failures that we know into a sentence and the exit code 1.</summary>
internal static class Guarded
{
    public static async Task<int> RunAsync(Func<Terminal, Task<int>> command)
    {
        var screen = Terminal.Create();
        try
        {
            return await command(screen);
        }
        catch (LocalRunException failure)
        {
            screen.Fail(failure.Message, failure.Details);
            return 1;
        }
    }
}
