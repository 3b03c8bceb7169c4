namespace PaymentHub.Local.Demo;

/// <summary>One thing to show: what to do, and what must come of it.</summary>
/// <param name="Provider">The provider as our API calls it.</param>
/// <param name="SandboxName">The provider as the sandbox calls it.</param>
/// <param name="Customer">A customer that no other play has: it ties webhooks to the play.</param>
/// <param name="Amount">The amount that must arrive, as our API writes it.</param>
/// <param name="Currency">The currency that must arrive.</param>
/// <param name="FinalEvent">The type of the webhook that must come.</param>
/// <param name="OrderPath">Where our API tells the order: "v1/deposits".</param>
/// <param name="ActAsync">Does it, and returns the provider's id of what was paid.</param>
internal sealed record Play(
    string Provider,
    string SandboxName,
    string Customer,
    string Amount,
    string Currency,
    string FinalEvent,
    string OrderPath,
    Func<Play, CancellationToken, Task<string>> ActAsync);
