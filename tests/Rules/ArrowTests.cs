using System.Text.RegularExpressions;

namespace PaymentHub.Tests.Rules;

/// <summary>Who may use whom. Every arrow points downwards: the rooms of a row may be used by the rooms above it only.</summary>
public partial class ArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Money"] = [],
        ["Telemetry"] = [],
        ["Storage"] = ["Money", "Telemetry"],
        ["Orders"] = ["Storage", "Money", "Telemetry"],
        ["Providers"] = ["Orders", "Money", "Telemetry"],
        ["Merchants"] = ["Providers", "Orders", "Storage", "Money", "Telemetry"],
        ["Listings"] = ["Merchants", "Orders", "Storage", "Money"],
        ["Deposits"] = ["Merchants", "Providers", "Orders", "Storage", "Money"],
        ["Withdrawals"] = ["Merchants", "Providers", "Orders", "Storage", "Money"],
        ["Webhooks"] = ["Listings", "Merchants", "Orders", "Storage", "Money", "Telemetry"],
        ["Callbacks"] = ["Deposits", "Merchants", "Providers", "Orders", "Storage", "Money", "Telemetry"],
        ["Reconciliation"] = ["Callbacks", "Deposits", "Listings", "Merchants", "Providers", "Orders", "Storage", "Money"],
        ["Operations"] = ["Reconciliation", "Callbacks", "Webhooks", "Deposits", "Listings", "Merchants", "Orders", "Storage", "Money", "Telemetry"],
        // Pages show what a room knows.
        ["Http"] = ["Operations", "Reconciliation", "Webhooks", "Deposits", "Listings", "Merchants", "Orders", "Storage", "Money"],
        ["Functions"] =
        [
            "Operations",
            "Reconciliation",
            "Callbacks",
            "Webhooks",
            "Withdrawals",
            "Deposits",
            "Listings",
            "Http",
            "Merchants",
            "Providers",
            "Orders",
            "Storage",
            "Money",
            "Telemetry",
        ],
    };

    // All keys are made in one file, from what they identify: what may stand in a key, and what meets what, is seen at one glance.
    private static readonly string[] Upwards =
    [
        "Storage/Keys.cs uses Callbacks",
        "Storage/Keys.cs uses Orders",
        "Storage/Keys.cs uses Reconciliation",
        "Storage/Keys.cs uses Withdrawals",
    ];

    // Stores by another name.
    private static readonly string[] NamingTables =
    [
        "Callbacks/CallbackRetention.cs",
        "Deposits/AddressBook.cs",
        "Webhooks/AttemptCounts.cs",
        "Webhooks/FailedWebhooks.cs",
        "Webhooks/SuspendedDeliveries.cs",
    ];

    public static TheoryData<string> Rooms => [.. Allowed.Keys];

    [Fact]
    public void Every_folder_is_a_room() =>
        Assert.Equal(
            Allowed.Keys.Order(StringComparer.Ordinal),
            Sources.Code.Keys.Select(Sources.Room).Where(room => room.Length > 0).Distinct().Order(StringComparer.Ordinal)
        );

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_uses_the_rooms_that_it_may(string room) =>
        Assert.Equal(Upwards.Where(use => Sources.Room(use) == room), Uses(room).Order(StringComparer.Ordinal));

    [Fact]
    public void The_arrows_make_no_circle() =>
        Assert.All(Allowed, from => Assert.All(from.Value, to => Assert.DoesNotContain(from.Key, Allowed[to])));

    [Fact]
    public void A_provider_knows_no_other_provider_and_the_contract_knows_none()
    {
        var folders = Sources
            .Code.Keys.Where(path => path.StartsWith("Providers/", StringComparison.Ordinal) && path.Count(c => c == '/') == 2)
            .Select(path => path.Split('/')[1])
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();

        var found = Sources
            .Code.Where(file => Sources.Room(file.Key) == "Providers")
            .SelectMany(file =>
                folders
                    .Where(folder =>
                        !file.Key.StartsWith($"Providers/{folder}/", StringComparison.Ordinal) && Regex.IsMatch(file.Value, $@"\b{folder}")
                    )
                    .Select(folder => $"{file.Key} names {folder}")
            );

        Assert.Equal(["MPay", "PayProtocol", "UsdtGateway"], folders);
        Assert.Empty(found);
    }

    [Theory]
    [InlineData("Microsoft.Azure.Functions", "Functions Http")]
    [InlineData("Microsoft.AspNetCore", "Functions Http")]
    [InlineData("Environment.GetEnvironmentVariable", "nowhere")]
    public void What_the_platform_offers_is_named_in_its_rooms(string name, string rooms)
    {
        var found = Sources.Code.Where(source =>
            source.Key.Contains('/', StringComparison.Ordinal)
            && source.Value.Contains(name, StringComparison.Ordinal)
            && !rooms.Split(' ').Contains(Sources.Room(source.Key))
        );

        Assert.Empty(found.Select(source => source.Key));
    }

    // Listings and operations are about rows: what they read is nobody else's.
    [Fact]
    public void Tables_are_named_by_the_kit_and_by_stores_rows_and_indexes()
    {
        var found = Sources
            .Code.Where(source =>
                source.Value.Contains("Azure.Data.Tables", StringComparison.Ordinal)
                && Sources.Room(source.Key) is not ("Storage" or "Listings" or "Operations")
                && !Store().IsMatch(source.Key)
            )
            .Select(source => source.Key);

        Assert.Equal(NamingTables, found.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Uses(string room) =>
        Sources
            .Code.Where(file => Sources.Room(file.Key) == room)
            .SelectMany(file =>
                RoomsNamedIn(file.Value).Where(named => named != room && !Allowed[room].Contains(named)).Select(named => $"{file.Key} uses {named}")
            );

    private static IEnumerable<string> RoomsNamedIn(string code)
    {
        var withoutOwn = Namespace().Replace(code, "");
        return Full().Matches(withoutOwn).Concat(Relative().Matches(withoutOwn)).Select(match => match.Groups["room"].Value).Distinct();
    }

    [GeneratedRegex(@"(Store|Rows|Index|IndexWriter)\.cs\z", RegexOptions.CultureInvariant)]
    private static partial Regex Store();

    [GeneratedRegex(@"^namespace .*$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"\bPaymentHub\.(?<room>\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex Full();

    // Within PaymentHub.Orders, Money.Amounts names another room just as well.
    [GeneratedRegex(
        @"(?<![\w.""])(?<room>Money|Orders|Providers|Merchants|Webhooks|Withdrawals|Callbacks|Reconciliation|Storage|Listings|Operations|Telemetry)\.[A-Z]",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Relative();
}
