using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Rules;

/// <summary>A file that is long does more than one thing.</summary>
public sealed class SizeTests
{
    private const int MaxLines = 250;

    /// <summary>Files that became long when the formatter broke their lines, and are yet to be parted.</summary>
    private static readonly string[] YetToBeParted =
    [
        "functions/Merchants/DirectoryAccounts.cs",
        "functions/Operations/IntegrityCheck.cs",
        "functions/Orders/OrderMachine.cs",
        "functions/Orders/WithdrawalMachine.cs",
        "functions/Reconciliation/ReconciliationJob.cs",
        "functions/Storage/Keys.cs",
        "functions/Webhooks/WebhookDelivery.cs",
        "infra/sandbox/PayProtocol/PayProtocolSandbox.cs",
        "tests/Browser/PayerPageTests.cs",
        "tests/Journeys/HiddenSecrets.cs",
        "tests/Journeys/MatrixWorld.cs",
        "tests/Journeys/OperatorJourneys.cs",
        "tests/Journeys/PayerPages.cs",
        "tests/Journeys/WebhookJourneys.cs",
        "tests/Listings/OrderIndexTests.cs",
        "tests/Merchants/DirectoryEditorTests.cs",
        "tests/Merchants/DirectoryReaderTests.cs",
        "tests/Merchants/DirectoryRefreshTests.cs",
        "tests/Orders/OrderMachineTests.cs",
        "tests/Providers/MPay/MPayClientTests.cs",
        "tests/Providers/PayProtocol/PayProtocolPaymentTests.cs",
        "tests/Sandbox/PayProtocolWithdrawalTests.cs",
        "tests/Webhooks/HostileTargets.cs",
        "tests/Webhooks/WebhookSenderTests.cs",
    ];

    [Fact]
    public void No_file_is_long()
    {
        var found = new[] { "functions", "infra", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Select(file => (Path: Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'), File: file))
            .Where(file =>
                !file.Path.Split('/').Any(part => part is "bin" or "obj" or "node_modules") && File.ReadLines(file.File).Count() > MaxLines
            )
            .Select(file => file.Path)
            .Except(YetToBeParted);

        Assert.Empty(found);
    }
}
