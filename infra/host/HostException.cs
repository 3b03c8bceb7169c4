namespace FunctionsHost;

/// <summary>Why the host cannot start or go on, in words for the person who runs it.</summary>
public sealed class HostException(string message, Exception? cause = null) : Exception(message, cause);
