using System.Text.Json;
using Azure.Data.Tables;
using PaymentHub.Storage;

namespace PaymentHub.Operations;

/// <summary>Who took a callback out of quarantine, as its evidence tells.</summary>
/// <param name="How">Replayed or Discarded.</param>
/// <param name="By">The operator's name.</param>
/// <param name="At">When.</param>
/// <param name="Note">Why; null when they said nothing.</param>
public sealed record TakenOut(string How, string By, DateTimeOffset At, string? Note)
{
    public const string Replayed = "Replayed";
    public const string Discarded = "Discarded";

    private const string Before = "ReplayedBefore";

    /// <summary>A column holds 32,768 characters, and a note's 1,024 are six times as many where each has to be escaped.</summary>
    private const int MaxBefore = 4;

    /// <summary>What the evidence tells, oldest first.</summary>
    public static IReadOnlyList<TakenOut> Of(TableEntity evidence) =>
        [
            .. evidence.TextOrNull(Before) is { } before ? JsonSerializer.Deserialize<List<TakenOut>>(before, StoredJson.Compact)! : [],
            .. new[] { Last(evidence, Replayed), Last(evidence, Discarded) }.OfType<TakenOut>(),
        ];

    /// <summary>Keeps in evidence that is written anew who took it out before, the newest of them.</summary>
    public static void Keep(TableEntity evidence, IReadOnlyList<TakenOut> before)
    {
        if (before.Count > 0)
            evidence[Before] = JsonSerializer.Serialize(before.TakeLast(MaxBefore), StoredJson.Compact);
    }

    private static TakenOut? Last(TableEntity evidence, string how) =>
        evidence.TextOrNull(how + "By") is { } by && evidence.ValueOrNull<DateTimeOffset>(how + "At") is { } at
            ? new(how, by, at, evidence.TextOrNull(how + "Note"))
            : null;
}
