namespace PaymentHub.Local;

/// <summary>What can be chosen on the command line.</summary>
/// <param name="Exit">End after the demo instead of staying up.</param>
/// <param name="Trace">Show one deposit's trace as a tree before it ends.</param>
/// <param name="AnyPorts">Listen on any free ports.</param>
/// <param name="Port">Where the function app must listen; null for the usual port or, when that is in use, any.</param>
/// <param name="SandboxPort">Where the sandbox must listen; null as above.</param>
/// <param name="Logs">The folder of the log files; null takes the usual one.</param>
/// <param name="CoreTools">Run the function app under Azure Functions Core Tools instead of the host in infra/host.</param>
internal sealed record LocalOptions(bool Exit, bool Trace, bool AnyPorts, int? Port, int? SandboxPort, string? Logs, bool CoreTools)
{
    /// <summary>Where Core Tools would let it listen.</summary>
    public const int UsualPort = 7071;

    public const int UsualSandboxPort = 7072;

    /// <summary>Aspire's usual port for its dashboard.</summary>
    public const int UsualDashboardPort = 18_888;
}
