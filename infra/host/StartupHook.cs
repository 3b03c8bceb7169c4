using System.Runtime.InteropServices;

/// <summary>
/// Runs in the worker, before its own first line: .NET calls it because the host names this assembly in DOTNET_STARTUP_HOOKS. A worker knows
/// nothing of its host's end and would live on for ever; here it ends when its standard input closes, of which the host holds the other side.
/// </summary>
/// <remarks>
/// It also takes a session of its own, so that Ctrl+C in a terminal reaches the host alone, which then lets running work come to its end.
/// Asking the kernel to signal a parent's death is no way: that follows the thread that made the process, not its process.
/// </remarks>
internal static partial class StartupHook
{
    public const string Variable = "DOTNET_STARTUP_HOOKS";

    public static void Initialize()
    {
        // What the app starts itself is the app's business.
        Environment.SetEnvironmentVariable(Variable, null);
        if (!OperatingSystem.IsWindows())
            _ = NewSession();
        new Thread(EndWithTheHost) { IsBackground = true, Name = "Host watch" }.Start();
    }

    private static void EndWithTheHost()
    {
        using var held = Console.OpenStandardInput();
        Span<byte> any = stackalloc byte[1];
        while (held.Read(any) > 0)
        {
            // Nobody has anything to say here.
        }

        // Not Environment.Exit: that waits for the app's hosted services, while nobody is there any more to be served.
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        self.Kill();
    }

    [LibraryImport("libc", EntryPoint = "setsid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int NewSession();
}
