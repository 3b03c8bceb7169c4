namespace PaymentHub.Operations;

/// <summary>Callbacks in quarantine that came to the same account in the same hour and have the same verdict.</summary>
/// <param name="Hour">When the hour began.</param>
/// <param name="Bytes">How large their bodies are together.</param>
public sealed record QuarantineGroup(string Account, string Verdict, DateTimeOffset Hour, int Callbacks, long Bytes);

/// <summary>The quarantine at a glance.</summary>
/// <param name="Complete">Whether all of it was looked at.</param>
public sealed record QuarantineOverview(IReadOnlyList<QuarantineGroup> Groups, bool Complete);

/// <summary>The body of POST /ops/quarantine/discard.</summary>
/// <param name="Account">Whose callbacks.</param>
/// <param name="Verdict">With which verdict; left out for all.</param>
/// <param name="From">The earliest time that they came: a day, or a time with its zone.</param>
/// <param name="To">The time before which they came, written so, too.</param>
/// <param name="Note">Why; the evidence of each tells it.</param>
public sealed record BulkDiscardRequest(string? Account, string? Verdict, string? From, string? To, string? Note = null);

/// <summary>How far a step of discarding in bulk came.</summary>
/// <param name="Discarded">How many were taken out.</param>
/// <param name="More">Whether there may be more: then the same request goes on.</param>
public sealed record BulkDiscard(int Discarded, bool More);
