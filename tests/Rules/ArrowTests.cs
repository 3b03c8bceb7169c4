using System.Text.RegularExpressions;

namespace PaymentHub.Tests.Rules;

/// <summary>Who may use whom.</summary>
public partial class ArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Money"] = [],
        ["Api"] = [],
        ["Orders"] = ["Money"],
        ["Providers"] = ["Orders", "Money"],
        ["Merchants"] = ["Providers", "Orders", "Money"],
        ["Webhooks"] = ["Merchants", "Orders"],
        ["Withdrawals"] = ["Merchants", "Providers", "Orders", "Money"],
        ["Callbacks"] = ["Merchants", "Providers", "Orders", "Money"],
        ["Reconciliation"] = ["Callbacks", "Merchants", "Providers", "Orders", "Money"],
        ["Storage"] = ["Reconciliation", "Callbacks", "Withdrawals", "Webhooks", "Merchants", "Providers", "Orders", "Money"],
        ["Triggers"] = ["Storage", "Reconciliation", "Withdrawals", "Callbacks", "Webhooks", "Merchants", "Providers", "Orders", "Money", "Api"],
    };

    public static TheoryData<string> Rooms => [.. Allowed.Keys];

    [Fact]
    public void Every_folder_is_a_room() =>
        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), Sources.Code.Keys.Select(Sources.Room).Where(room => room.Length > 0).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_uses_the_rooms_that_it_may(string room)
    {
        var found = Sources.Code.Where(file => Sources.Room(file.Key) == room)
            .SelectMany(file => RoomsNamedIn(file.Value).Select(named => (file.Key, Named: named)))
            .Where(use => use.Named != room && !Allowed[room].Contains(use.Named))
            .Select(use => $"{use.Key} uses {use.Named}");

        Assert.Empty(found);
    }

    [Fact]
    public void A_provider_knows_no_other_provider_and_the_contract_knows_none()
    {
        var folders = Sources.Code.Keys.Where(path => path.StartsWith("Providers/", StringComparison.Ordinal) && path.Count(c => c == '/') == 2)
            .Select(path => path.Split('/')[1]).Distinct().Order(StringComparer.Ordinal).ToList();

        var found = Sources.Code.Where(file => Sources.Room(file.Key) == "Providers")
            .SelectMany(file => folders.Where(folder => !file.Key.StartsWith($"Providers/{folder}/", StringComparison.Ordinal) && Regex.IsMatch(file.Value, $@"\b{folder}"))
                .Select(folder => $"{file.Key} names {folder}"));

        Assert.Equal(["MPay", "PayProtocol", "UsdtGateway"], folders);
        Assert.Empty(found);
    }

    [Theory]
    [InlineData("Microsoft.Azure.Functions", "Triggers", "Program.cs")]
    [InlineData("Azure.Data.Tables", "Storage", null)]
    [InlineData("Azure.Storage", "Storage", null)]
    [InlineData("using Azure", "Storage", null)]
    [InlineData("Microsoft.AspNetCore", "Triggers", null)]
    [InlineData("Environment.GetEnvironmentVariable", "nowhere", null)]
    public void What_the_platform_offers_is_named_in_one_room(string name, string room, string? file)
    {
        var found = Sources.Code.Where(source => source.Value.Contains(name, StringComparison.Ordinal) && Sources.Room(source.Key) != room && source.Key != file);

        Assert.Empty(found.Select(source => source.Key));
    }

    [Fact]
    public void No_file_is_long() =>
        Assert.Empty(Sources.Code.Where(file => file.Value.Count(c => c == '\n') > 350).Select(file => file.Key));

    private static IEnumerable<string> RoomsNamedIn(string code)
    {
        var withoutOwn = Namespace().Replace(code, "");
        return Full().Matches(withoutOwn).Concat(Relative().Matches(withoutOwn)).Select(match => match.Groups["room"].Value).Distinct();
    }

    [GeneratedRegex(@"^namespace .*$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"\bPaymentHub\.(?<room>\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex Full();

    // Within PaymentHub.Orders, Money.Amounts names another room just as well.
    [GeneratedRegex(@"(?<![\w.""])(?<room>Money|Orders|Providers|Merchants|Webhooks|Withdrawals|Callbacks|Reconciliation|Storage|Triggers|Api)\.[A-Z]", RegexOptions.CultureInvariant)]
    private static partial Regex Relative();
}
