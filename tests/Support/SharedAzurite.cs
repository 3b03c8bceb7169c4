using PaymentHub.Local;

namespace PaymentHub.Tests.Support;

/// <summary>
/// One emulator for the whole test run, started by whoever needs it first. Tests keep apart by the names of their
/// tables and queues, never by the emulator. It ends with the test process.
/// </summary>
internal static class SharedAzurite
{
    /// <summary>The folder of the Node tools.</summary>
    public static string Tools { get; } = Path.Combine(Repository.Root, "infra", "node");

    private static readonly Lazy<Task<Azurite>> Started =
        new(() => Azurite.StartAsync(Tools, new AzuriteOptions(), CancellationToken.None));

    public static async Task<string> ConnectionStringAsync() => (await Started.Value).ConnectionString;
}
