using System.Globalization;

namespace PaymentHub.Tests.Support;

/// <summary>
/// One emulator for the whole test run, started by whoever needs it first. Tests keep apart by the names of their
/// tables and queues, or by a storage account of their own. It ends with the test process.
/// </summary>
internal static class SharedAzurite
{
    /// <summary>The folder of the Node tools.</summary>
    public static string Tools { get; } = Path.Combine(Repository.Root, "infra", "node");

    private const int OwnAccounts = 2_000;

    private static readonly Lazy<Task<Azurite>> Started = new(() =>
        Azurite.StartAsync(
            Tools,
            new AzuriteOptions(Accounts: [Azurite.AccountName, .. Enumerable.Range(1, OwnAccounts).Select(AccountName)]),
            CancellationToken.None
        )
    );

    private static int _taken;

    /// <summary>The connection string of a storage account that nobody else has.</summary>
    public static async Task<string> TakeAccountAsync()
    {
        var azurite = await Started.Value;
        var number = Interlocked.Increment(ref _taken);
        return number <= OwnAccounts
            ? azurite.ConnectionStringOf(AccountName(number))
            : throw new InvalidOperationException("The test run needs more storage accounts than it has.");
    }

    private static string AccountName(int number) => string.Create(CultureInfo.InvariantCulture, $"test{number:0000}");

    public static async Task<string> ConnectionStringAsync() => (await Started.Value).ConnectionString;
}
