namespace PaymentHub.Local;

/// <summary>Azure Functions Core Tools, where they are installed.</summary>
internal static class CoreTools
{
    public const string Name = "func";

    /// <exception cref="LocalRunException">They are not installed.</exception>
    public static string Find()
    {
        string[] names = OperatingSystem.IsWindows() ? [$"{Name}.exe", $"{Name}.cmd"] : [Name];
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
                .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                .SelectMany(folder => names.Select(name => Path.Combine(folder, name)))
                .FirstOrDefault(File.Exists)
            ?? throw new LocalRunException(
                "Azure Functions Core Tools are not installed: there is no 'func' on the PATH. Install them (https://aka.ms/azfunc-install), or leave --host out."
            );
    }
}
