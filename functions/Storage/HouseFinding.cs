namespace PaymentHub.Storage;

/// <summary>Promises of one sort that the house check found.</summary>
/// <param name="Count">How many; at most 1,000 of each of the 64 partitions are counted.</param>
/// <param name="Examples">The oldest of them, by what they are about.</param>
public sealed record HouseFinding(int Count, IReadOnlyList<string> Examples);
