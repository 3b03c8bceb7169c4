using PaymentHub.Listings;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Reconciliation;
using PaymentHub.Storage;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Reconciliation;

/// <summary>The report finds each kind of difference when it is planted, and nothing when there is none.</summary>
public sealed class ReconciliationReporterTests
{
    private static readonly DateTimeOffset Before = Samples.Noon.AddMinutes(-10);

    [Fact]
    public async Task Where_nothing_differs_nothing_is_found()
    {
        var world = await WithRechargesAsync(3);

        var report = await ReportAsync(world);

        var deposits = report.Sections[0];
        Assert.Equal((true, 0, 3, 3), (deposits.Complete, deposits.DifferenceCount, deposits.Here.Count, deposits.There!.Count));
        Assert.Equal(new ReportTotal(3, 33), deposits.Here.Completed["USDT"]);
        Assert.Equal(new ReportTotal(3, 33), deposits.There.Completed["USDT"]);
        Assert.Equal(3, deposits.Here.ByStatus["completed"]);
        Assert.Equal((true, 0, 0), (report.Sections[1].Complete, report.Sections[1].DifferenceCount, report.Sections[1].Here.Count));
    }

    [Fact]
    public async Task What_the_provider_has_and_we_do_not_is_missing_here()
    {
        var world = await WithRechargesAsync(2);
        world.Provider.Put(ScriptedAccount.Recharge(99, Before, amount: 7));

        var deposits = (await ReportAsync(world)).Sections[0];

        var difference = Assert.Single(deposits.Differences);
        Assert.Equal((DifferenceKind.MissingHere, "99", null, new ReportLine("completed", 7, "USDT")), (difference.Kind, difference.ProviderOrderId, difference.Here, difference.There));
        Assert.Equal((2, 21m, 3, 28m), (deposits.Here.Count, deposits.Here.Completed["USDT"].Total, deposits.There!.Count, deposits.There.Completed["USDT"].Total));
        Assert.Equal(2, (await world.OrdersAsync()).Count);
    }

    [Fact]
    public async Task What_we_have_and_the_provider_does_not_is_missing_there()
    {
        var world = await WithRechargesAsync(2);
        world.Provider.Remove(notice => notice.ProviderOrderId == "1");

        var difference = Assert.Single((await ReportAsync(world)).Sections[0].Differences);

        Assert.Equal((DifferenceKind.MissingThere, "1", new ReportLine("completed", 10, "USDT"), null), (difference.Kind, difference.ProviderOrderId, difference.Here, difference.There));
        Assert.Equal(1, world.Provider.Questions);
    }

    [Theory]
    [InlineData("amount", DifferenceKind.Amount)]
    [InlineData("currency", DifferenceKind.Currency)]
    [InlineData("status", DifferenceKind.Status)]
    public async Task A_value_that_differs_is_told_with_both_sides(string what, DifferenceKind expected)
    {
        var world = await WithRechargesAsync(2);
        var (here, there) = (new ReportLine("completed", 11, "USDT"), what switch
        {
            "amount" => new ReportLine("completed", 12, "USDT"),
            "currency" => new ReportLine("completed", 11, "USDC"),
            _ => new ReportLine("failed", 11, "USDT"),
        });
        world.Provider.Remove(notice => notice.ProviderOrderId == "2");
        var changed = ScriptedAccount.Recharge(2, Before, there.Amount!.Value, SnakeCaseEnum.Parse<NoticeStatus>(there.Status));
        world.Provider.Put(new ListedNotice(changed.Notice with { Currency = there.Currency }, Before));

        var difference = Assert.Single((await ReportAsync(world)).Sections[0].Differences);

        Assert.Equal(new Difference(expected, (await world.OrdersAsync())[1].Id, "2", here, there), difference);
    }

    [Fact]
    public async Task One_currency_has_one_sum_on_each_side_however_it_is_spelled()
    {
        var world = await WithRechargesAsync(1);
        world.Provider.Put(ScriptedAccount.Recharge(2, Before, amount: 7));
        await world.CallbackAsync(ScriptedAccount.Recharge(2, Before, amount: 7).Notice with { Currency = "usdt" });

        var deposits = (await ReportAsync(world)).Sections[0];

        Assert.Equal(0, deposits.DifferenceCount);
        Assert.Equal([new("USDT", new ReportTotal(2, 17))], deposits.Here.Completed);
        Assert.Equal([new("USDT", new ReportTotal(2, 17))], deposits.There!.Completed);
    }

    [Fact]
    public async Task An_order_in_review_differs_from_a_completed_one()
    {
        var world = await WithRechargesAsync(1);
        await world.CallbackAsync(ScriptedAccount.Recharge(1, Before, status: NoticeStatus.Failed).Notice);

        var difference = Assert.Single((await ReportAsync(world)).Sections[0].Differences);

        Assert.Equal((DifferenceKind.Status, "needs_review", "completed"), (difference.Kind, difference.Here!.Status, difference.There!.Status));
    }

    [Fact]
    public async Task What_began_there_before_the_range_and_here_within_it_is_on_neither_side()
    {
        var world = await WithRechargesAsync(1);
        world.Provider.Remove(_ => true);
        world.Provider.Put(ScriptedAccount.Recharge(1, Samples.Noon.AddDays(-3), amount: 10));

        var deposits = (await ReportAsync(world)).Sections[0];

        Assert.Equal((true, 0, 0, 0), (deposits.Complete, deposits.DifferenceCount, deposits.Here.Count, deposits.There!.Count));
    }

    [Fact]
    public async Task What_began_there_within_the_range_and_here_after_it_is_found()
    {
        var world = await ReconciliationWorld.CreateAsync();
        var recharge = ScriptedAccount.Recharge(1, Samples.Noon.AddDays(-3));
        world.Provider.Put(recharge);
        await world.CallbackAsync(recharge.Notice);

        var deposits = (await ReportAsync(world, "2024-04-27", "2024-04-30")).Sections[0];

        Assert.Equal((0, 1, 1), (deposits.DifferenceCount, deposits.Here.Count, deposits.There!.Count));
    }

    [Fact]
    public async Task A_list_that_is_behind_its_order_is_no_difference()
    {
        var world = await ReconciliationWorld.CreateAsync();
        world.Provider.Put(ScriptedAccount.Recharge(1, Before, status: NoticeStatus.Pending));
        await world.RunAsync();
        var stale = await world.RowsAsync(TableNames.Listing);
        world.Provider.Remove(_ => true);
        world.Provider.Put(ScriptedAccount.Recharge(1, Before));
        world.Clock.Advance(TimeSpan.FromMinutes(6));
        await world.RunAsync();
        foreach (var row in stale)
            await world.Storage.Table(TableNames.Listing).UpsertEntityAsync(row, Azure.Data.Tables.TableUpdateMode.Replace);

        var deposits = (await ReportAsync(world)).Sections[0];

        Assert.Equal((0, 1), (deposits.DifferenceCount, deposits.Here.ByStatus["completed"]));
    }

    [Fact]
    public async Task Withdrawals_that_were_never_sent_are_not_missed_and_those_that_were_are()
    {
        var world = await ReconciliationWorld.CreateAsync();
        foreach (var (number, status) in new[] { (1, OrderStatus.AwaitingApproval), (2, OrderStatus.Submitted) })
        {
            await PutAsync(world, Samples.Withdrawal with { Id = $"wd_0000000000000000000000000{number}", Status = status });
        }

        var withdrawals = (await ReportAsync(world)).Sections[1];

        Assert.Equal((DifferenceKind.MissingThere, "wd_00000000000000000000000002"), (Assert.Single(withdrawals.Differences).Kind, withdrawals.Differences[0].OrderId));
        Assert.Equal(1, withdrawals.NotListedThere);
    }

    [Fact]
    public async Task A_withdrawal_whose_line_lacks_our_id_is_found_by_the_providers()
    {
        var world = await ReconciliationWorld.CreateAsync();
        await PutAsync(world, Samples.Withdrawal with { Id = "wd_00000000000000000000000001", Status = OrderStatus.Completed, ProviderOrderId = "7", Amount = 5 });
        var line = Samples.Notice(OrderKind.Withdrawal, NoticeStatus.Completed) with { OrderId = null, ProviderOrderId = "7", Amount = 6, Currency = "USDT" };
        world.Provider.Put(new ListedNotice(line, Before), new ListedNotice(line with { ProviderOrderId = "8" }, Before));

        var withdrawals = (await ReportAsync(world)).Sections[1];

        Assert.Equal(
            [(DifferenceKind.Amount, "wd_00000000000000000000000001", "7"), (DifferenceKind.MissingHere, null, "8")],
            withdrawals.Differences.Select(difference => (difference.Kind, difference.OrderId, difference.ProviderOrderId)).OrderByDescending(difference => difference.Kind));
        Assert.Equal((1, 2), (withdrawals.Here.Count, withdrawals.There!.Count));
    }

    [Fact]
    public async Task Without_a_list_only_our_own_side_is_told_and_that_it_is_only_that()
    {
        var world = await ReconciliationWorld.CreateAsync(new ScriptedAccount { HasLists = false });
        await world.CallbackAsync(ScriptedAccount.Recharge(1, Before).Notice);

        var deposits = (await ReportAsync(world)).Sections[0];

        Assert.Equal((false, "provider_has_no_list", 1, null, 0), (deposits.Complete, deposits.Reason, deposits.Here.Count, deposits.There, deposits.DifferenceCount));
    }

    [Fact]
    public async Task A_report_that_is_cut_says_so_and_calls_nothing_missing_that_it_did_not_see()
    {
        var world = await WithRechargesAsync(6, new ReconciliationSettings { MaxEntries = 4 });

        var deposits = (await ReportAsync(world)).Sections[0];

        Assert.Equal((false, "too_many_orders", 0, 4), (deposits.Complete, deposits.Reason, deposits.DifferenceCount, deposits.There!.Count));
    }

    [Fact]
    public async Task A_provider_that_goes_away_is_asked_no_more_questions()
    {
        var world = await WithRechargesAsync(5);
        world.Provider.Remove(_ => true);
        world.Provider.Answer = _ => new ProviderResult<Notice>.Unavailable("away");

        var deposits = (await ReportAsync(world)).Sections[0];

        Assert.Equal((false, "provider_unavailable", 0, 1), (deposits.Complete, deposits.Reason, deposits.DifferenceCount, world.Provider.Questions));
    }

    [Fact]
    public async Task A_question_that_is_refused_keeps_the_others_from_nothing()
    {
        var world = await WithRechargesAsync(3);
        world.Provider.Remove(_ => true);
        world.Provider.Answer = about => about.ProviderOrderId == "2" ? new ProviderResult<Notice>.Refused("9", "no") : new ProviderResult<Notice>.Absent();

        var deposits = (await ReportAsync(world)).Sections[0];

        Assert.Equal((false, "provider_refused", 2, 3), (deposits.Complete, deposits.Reason, deposits.DifferenceCount, world.Provider.Questions));
    }

    [Fact]
    public async Task A_list_that_shows_its_last_page_for_every_later_one_has_an_end()
    {
        var world = await ReconciliationWorld.CreateAsync(new ScriptedAccount { PageSize = 2, RepeatsLast = true });
        world.Provider.Put(Enumerable.Range(1, 4).Select(id => ScriptedAccount.Recharge(id, Before.AddSeconds(id))));

        var deposits = (await ReportAsync(world)).Sections[0];

        Assert.Equal((true, 4), (deposits.Complete, deposits.There!.Count));
        Assert.Equal([1, 2, 3], world.Provider.DepositPages);
    }

    [Fact]
    public async Task A_list_that_refuses_its_later_pages_is_read_in_shorter_pieces()
    {
        var world = await ReconciliationWorld.CreateAsync(new ScriptedAccount { PageSize = 2, RefusesFrom = 3 });
        world.Provider.Put(Enumerable.Range(1, 20).Select(id => ScriptedAccount.Recharge(id, Samples.Noon.AddHours(-12).AddMinutes(30 * id))));

        var deposits = (await ReportAsync(world)).Sections[0];

        Assert.Equal((true, 20, 20), (deposits.Complete, deposits.There!.Count, deposits.DifferenceCount));
    }

    [Fact]
    public async Task A_list_without_an_end_is_read_a_thousand_pages_far()
    {
        var world = await ReconciliationWorld.CreateAsync(new ScriptedAccount { PageSize = 1 });
        var theirs = Samples.Notice(OrderKind.Withdrawal, NoticeStatus.Completed) with { Amount = 1, Currency = "USDT" };
        world.Provider.Put(Enumerable.Range(1, 1_100).Select(id => new ListedNotice(theirs with { ProviderOrderId = $"{id}" }, Before.AddMilliseconds(id))));

        var withdrawals = (await ReportAsync(world)).Sections[1];

        Assert.Equal((false, "too_many_pages", 1_000), (withdrawals.Complete, withdrawals.Reason, withdrawals.There!.Count));
        Assert.Equal(1_000, world.Provider.Asked.Count(asked => asked.Kind == OrderKind.Withdrawal));
    }

    [Fact]
    public async Task With_lines_that_cannot_be_read_a_report_is_not_complete_and_reads_on()
    {
        var world = await ReconciliationWorld.CreateAsync(new ScriptedAccount { PageSize = 2 });
        world.Provider.Put(Enumerable.Range(1, 5).Select(id => ScriptedAccount.Recharge(id, Before.AddSeconds(-id))));
        // All of the first page.
        world.Provider.Broken.UnionWith(["1", "2"]);

        var deposits = (await ReportAsync(world)).Sections[0];

        Assert.Equal((false, "unreadable_lines", 2), (deposits.Complete, deposits.Reason, deposits.UnreadThere));
        Assert.Equal(["3", "4", "5"], deposits.Differences.Select(difference => difference.ProviderOrderId));
    }

    [Fact]
    public async Task A_provider_that_is_away_makes_no_report()
    {
        var world = await WithRechargesAsync(1);
        world.Provider.Trouble = new ProviderResult<NoticePage>.Unavailable("away");

        var answer = Assert.IsType<Result<ReconciliationReport>.Failure>(await RunAsync(world, "2024-05-01", "2024-05-02"));

        Assert.Equal((502, "provider_unavailable"), (answer.Problem.Status, answer.Problem.Code));
    }

    /// <summary>Recharges 1, 2, 3 … of 10, 11, 12 … USDT that both sides know.</summary>
    private static async Task<ReconciliationWorld> WithRechargesAsync(int count, ReconciliationSettings? settings = null)
    {
        var world = await ReconciliationWorld.CreateAsync(settings: settings);
        world.Provider.Put(Enumerable.Range(1, count).Select(id => ScriptedAccount.Recharge(id, Before, 9 + id)));
        await world.RunAsync();
        return world;
    }

    /// <summary>An order that stands, with its lists.</summary>
    private static async Task PutAsync(ReconciliationWorld world, Order order)
    {
        var stored = order with { Version = 1, CreatedAt = Before, UpdatedAt = Before };
        await new OrderStore(world.Storage, world.Directory.Settings.Outbox, world.Clock).TryCreateAsync(new OrderCommit(stored, null, []), default);
        await new OrderIndexWriter(world.Storage).WriteAsync(stored, default);
    }

    private static async Task<ReconciliationReport> ReportAsync(ReconciliationWorld world, string from = "2024-05-01", string to = "2024-05-02") =>
        Assert.IsType<Result<ReconciliationReport>.Success>(await RunAsync(world, from, to)).Value;

    private static Task<Result<ReconciliationReport>> RunAsync(ReconciliationWorld world, string from, string to) =>
        world.Reporter.RunAsync(world.Account, Assert.IsType<Result<TimeRange>.Success>(TimeRange.Read(from, to, world.Clock.GetUtcNow(), 31)).Value, default);
}
