namespace PaymentHub.Local.Demo;

/// <summary>One thing to show: what to do, and what must come of it.</summary>
/// <param name="Provider">The provider as our API and the sandbox call it.</param>
/// <param name="Customer">A customer that no other play has: it ties webhooks to the play.</param>
/// <param name="Amount">The amount that must arrive, as our API writes it.</param>
/// <param name="Currency">The currency that must arrive.</param>
/// <param name="Events">The types of the webhooks that must come, in their order; the last is the final one.</param>
/// <param name="OrderPath">Where our API tells the order: "v1/deposits" or "v1/withdrawals".</param>
/// <param name="ActAsync">Does it, and returns the provider's id of what was paid.</param>
internal sealed record Play(
    string Provider,
    string Customer,
    string Amount,
    string Currency,
    IReadOnlyList<string> Events,
    string OrderPath,
    Func<Play, CancellationToken, Task<string>> ActAsync
)
{
    /// <summary>The demo's own: people who copy the first example of the documentation must not find its reference in use.</summary>
    public string Reference => $"demo-{Customer}";

    public string FinalEvent => Events[^1];

    /// <summary>Types of webhooks that may come among the others, or not.</summary>
    public IReadOnlyList<string> MayCome { get; init; } = [];
}
