using PaymentHub.Sandbox.Faults;

namespace PaymentHub.Tests.Journeys.Worlds;

/// <summary>What a provider makes of the first request for a withdrawal; every later one is taken and answered well.</summary>
/// <param name="Delay">For those that take their time.</param>
internal sealed record ProviderBehaviour(string Name, FaultKind? Kind, string? Value = null, TimeSpan Delay = default)
{
    /// <summary>Longer than an account waits for an answer, shorter than that and the quiet period.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(1.5);

    public static IReadOnlyList<ProviderBehaviour> All { get; } =
    [
        new("takes it", null),
        new("takes it, breaks off", FaultKind.RequestTakenThenBreaks),
        new("takes it, answers late", FaultKind.RequestTakenThenSlow, Delay: Late),
        new("takes it, answers 500", FaultKind.RequestTakenThenFails),
        new("takes it, answers an unlisted code", FaultKind.RequestTakenThenRefused),
        new("takes it late", FaultKind.RequestTakenLate, Delay: Late),
        new("answers 500", FaultKind.RequestFails, "500"),
        new("answers 429", FaultKind.RequestFails, "429"),
        new("answers a listed refusal", FaultKind.RequestRefused, Payouts.RefusalCode),
        new("breaks off", FaultKind.RequestBreaks),
    ];

    /// <summary>Whether it says for certain that it has not paid and will not.</summary>
    public bool Refuses => Kind == FaultKind.RequestRefused;
}
