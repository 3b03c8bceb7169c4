namespace PaymentHub.Operations;

/// <summary>Outbox entries of one sort that the integrity check found.</summary>
/// <param name="Count">How many; at most 1,000 of each of the 64 partitions are counted.</param>
/// <param name="Examples">The oldest of them, by what they are about.</param>
public sealed record IntegrityFinding(int Count, IReadOnlyList<string> Examples);
