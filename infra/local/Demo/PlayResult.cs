namespace PaymentHub.Local.Demo;

/// <summary>What came of a play.</summary>
/// <param name="Order">Our id of the order; null when none is known.</param>
/// <param name="Amount">Amount and currency.</param>
/// <param name="State">The order's state as our API tells it.</param>
/// <param name="Latency">From the callback to the webhook; null when one of them did not come.</param>
/// <param name="Verified">Whether the demo merchant found every signature good; null without a webhook.</param>
/// <param name="Problems">What was not as expected, a sentence each.</param>
internal sealed record PlayResult(
    string Provider,
    string? Order,
    string? Amount,
    string? State,
    TimeSpan? Latency,
    bool? Verified,
    IReadOnlyList<string> Problems
)
{
    public bool AsExpected => Problems.Count == 0;

    public static PlayResult Failed(Play play, string problem) => new(play.Provider, null, null, null, null, null, [problem]);
}
