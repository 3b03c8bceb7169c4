namespace PaymentHub.Local;

/// <summary>What can be chosen on the command line.</summary>
/// <param name="Exit">End after the demo instead of staying up.</param>
/// <param name="Port">Where the function app listens.</param>
/// <param name="SandboxPort">Where the sandbox listens.</param>
/// <param name="Logs">The folder of the log files; null takes the usual one.</param>
internal sealed record LocalOptions(bool Exit, int Port, int SandboxPort, string? Logs)
{
    /// <summary>Where Core Tools would let it listen.</summary>
    public const int UsualPort = 7071;

    public const int UsualSandboxPort = 7072;
}
