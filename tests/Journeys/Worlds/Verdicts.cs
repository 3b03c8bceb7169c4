using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys.Worlds;

/// <summary>What became of the callbacks.</summary>
internal static class Verdicts
{
    /// <summary>The verdicts, once there are so many.</summary>
    public static async Task<List<string>> AllAsync(Hub hub, int count)
    {
        List<string> verdicts = [];
        await Eventually.TrueAsync(
            async () => (verdicts = await hub.VerdictsAsync()).Count >= count,
            Hub.Patience,
            $"{count} callbacks have their verdict"
        );
        return verdicts;
    }
}
