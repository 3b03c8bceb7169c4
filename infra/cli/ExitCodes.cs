namespace PaymentHub.Cli;

/// <summary>What the tool ends with, for scripts.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>The hub said no: what was asked for cannot be done, or not by this operator.</summary>
    public const int Refused = 1;

    /// <summary>The command, an address, a key or a document cannot be used; nothing was sent.</summary>
    public const int BadUsage = 2;

    /// <summary>No answer, or one that says: later. What was to change may have changed.</summary>
    public const int Unavailable = 3;

    /// <summary>It was asked whether to go on, and nobody said yes; nothing was sent.</summary>
    public const int NotConfirmed = 4;

    /// <summary>It is written down, and done once a second operator decides the same.</summary>
    public const int AwaitsSecond = 5;

    public const string Explanation =
        "Exit codes: 0 done. 1 the hub refused. 2 the command, address, key or document is wrong. 3 no answer, or 'later'; a change may have "
        + "been made, so look before you repeat it. 4 not confirmed. 5 a second operator has to confirm.";
}

/// <summary>Why a command ends before anything is sent, or without an answer.</summary>
internal sealed class CommandException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
