using System.Text.RegularExpressions;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Rules;

/// <summary>Words that misled are gone from code, rows, routes, settings and documents, and stay so.</summary>
public sealed class OldWordsTests
{
    private static readonly string[] Kinds = [".cs", ".md", ".yaml", ".yml", ".json", ".bicep", ".mjs", ".ts"];

    /// <summary>The word that was, and the one that is.</summary>
    public static TheoryData<string, string> Words =>
        new()
        {
            { @"\b[Ss]weep\w*|\b[Ss]wept\b|(?-i:[a-z]Sweep)", "outbox relay, or reconciliation" },
            { @"\b(HasParked|ParkedPromise)\b|\bparked\b", "suspended" },
            { @"\bHouse(Check|Report|Finding|Schedule|Patience|MaxOrders)\b|/ops/house|our own house", "integrity check" },
            { @"/ops/stuck|\bstuck\||\bStuck(Work|Promise)\b|\bstuck work\b|\bset(s|ting)? aside\b", "dead letter" },
            { @"\bOrderLedger\b|\bLedgerEntry\b", "OrderUpdater, UpdateResult" },
            { @"\b(OrderFile|DeliveryFile)\b", "snapshot" },
            { @"\b(CallbackDoor|DoorAnswer)\b|\bat the door\b", "CallbackReceiver, receipt" },
            { @"\b(Relisting|ListWriter|OrderBook|AccountOrders|OrderLists)\b", "order index" },
            { @"\b(EndpointGate|DeliveryTurns|Passage)\b", "DeliveryPolicy, DeliveryLocks, CircuitState" },
            { @"\bIssuance\w*\b", "AddressOwnership" },
            { @"\bFinalWord\b|\bfinal words?\b", "final outcome" },
            { @"\b(TryId|tryId)\b", "attempt id" },
            {
                @"\b(WithdrawalDesk|Inquiries|KindAudit|AuditReport|AuditLine|AccountSweeper|Reconciler)\b",
                "WithdrawalService, ProviderSync, ReconciliationReport"
            },
            { @"\bI?Announcer\b", "WebhookEventFactory" },
            { @"\b(I?LimitBook|ShareAnswer|PageTurn|AccountContacts)\b", "DailyLimitStore, ReservationResult, PaymentPageLease, AccountActivity" },
            { @"\b(OrderNaming|NoticeIntake|NoticeTarget)\b", "OrderResolver, UpdateProcessor, ResolvedOrder" },
            { @"\b(TimeText|CallbackReading|JsonSoundness|TransferMemory)\b", "Timestamps, CallbackResult, JsonValidity, TransferLog" },
            { @"\b(RequestDesk|Errands|CallbackCourier|WithdrawalFate)\b", "RequestPipeline, BackgroundTasks, CallbackSender, WithdrawalScript" },
            { @"\bProvider(Exchange|Answer|Absence)\b", "ProviderHttpClient, ProviderResponse, ProviderCircuitBreaker" },
            { @"\b(WorkCall|WorkKind|WorkSteps)\b", "WakeUp, ActionKind, ActionSteps" },
            { @"\b(LearnNothing|HoldBack|PutOff)(Async)?\b", "QueryFailed, Defer, Reschedule" },
            { @"\bpromise rows?\b|\bthe promise\b(?! to)|\bawake\b", "outbox entry; wakes" },
            { @"(?-i:\bMost[A-Z]\w*)", "Max…" },
        };

    private static readonly IReadOnlyDictionary<string, string> Files = Read();

    [Theory]
    [MemberData(nameof(Words))]
    public void An_old_word_stands_nowhere(string old, string now)
    {
        var found = Files
            .SelectMany(file =>
                Regex.Matches(file.Value, old, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant).Select(match => $"{file.Key}: {match.Value}")
            )
            .Distinct()
            .ToList();

        Assert.True(found.Count == 0, $"Say {now}.\n{string.Join('\n', found)}");
    }

    private static Dictionary<string, string> Read()
    {
        string[] folders = ["functions", "infra", "tests", "docs"];
        return folders
            .Select(folder => Path.Combine(Repository.Root, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Repository.Root))
            .Select(file => (Path: Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'), File: file))
            .Where(file =>
                Kinds.Contains(Path.GetExtension(file.File))
                && !file.Path.EndsWith("lock.json", StringComparison.Ordinal)
                && !file.Path.EndsWith("/OldWordsTests.cs", StringComparison.Ordinal)
                && !file.Path.Split('/').Any(part => part is "bin" or "obj" or "node_modules" or "artifacts")
            )
            .ToDictionary(file => file.Path, file => File.ReadAllText(file.File), StringComparer.Ordinal);
    }
}
