using PaymentHub.Callbacks;

namespace PaymentHub.Operations;

/// <summary>A callback in quarantine.</summary>
/// <param name="Verdict">Why it is there.</param>
/// <param name="Detail">What exactly was wrong.</param>
/// <param name="Bytes">How large its body is.</param>
public sealed record QuarantinedCallback(string Id, string Account, string Verdict, string? Detail, DateTimeOffset ReceivedAt, int Bytes)
{
    /// <summary>What came, when it was asked for.</summary>
    public ReceivedCallback? Received { get; init; }
}
