using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Reconciliation;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Reconciliation;

/// <summary>Reports over lists that end badly, or not at all: they say what they did not see.</summary>
public sealed class ReconciliationReportLimitsTests : ReconciliationReporterBench
{
    [Fact]
    public async Task Without_a_list_only_our_own_side_is_told_and_that_it_is_only_that()
    {
        var world = await ReconciliationWorld.CreateAsync(new ScriptedAccount { HasLists = false });
        await world.CallbackAsync(ScriptedAccount.Recharge(1, ReconciliationWorld.Before).Notice);

        var deposits = (await ReportAsync(world)).Sections[0];

        Assert.Equal(
            (false, "provider_has_no_list", 1, null, 0),
            (deposits.Complete, deposits.Reason, deposits.Here.Count, deposits.There, deposits.DifferenceCount)
        );
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
        world.Provider.Answer = about =>
            about.ProviderOrderId == "2" ? new ProviderResult<Notice>.Refused("9", "no") : new ProviderResult<Notice>.Absent();

        var deposits = (await ReportAsync(world)).Sections[0];

        Assert.Equal((false, "provider_refused", 2, 3), (deposits.Complete, deposits.Reason, deposits.DifferenceCount, world.Provider.Questions));
    }

    [Fact]
    public async Task A_list_that_shows_its_last_page_for_every_later_one_has_an_end()
    {
        var world = await ReconciliationWorld.CreateAsync(new ScriptedAccount { PageSize = 2, RepeatsLast = true });
        world.Provider.Put(Enumerable.Range(1, 4).Select(id => ScriptedAccount.Recharge(id, ReconciliationWorld.Before.AddSeconds(id))));

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
        world.Provider.Put(
            Enumerable
                .Range(1, 1_100)
                .Select(id => new ListedNotice(theirs with { ProviderOrderId = $"{id}" }, ReconciliationWorld.Before.AddMilliseconds(id)))
        );

        var withdrawals = (await ReportAsync(world)).Sections[1];

        Assert.Equal((false, "too_many_pages", 1_000), (withdrawals.Complete, withdrawals.Reason, withdrawals.There!.Count));
        Assert.Equal(1_000, world.Provider.Asked.Count(asked => asked.Kind == OrderKind.Withdrawal));
    }

    [Fact]
    public async Task With_lines_that_cannot_be_read_a_report_is_not_complete_and_reads_on()
    {
        var world = await ReconciliationWorld.CreateAsync(new ScriptedAccount { PageSize = 2 });
        world.Provider.Put(Enumerable.Range(1, 5).Select(id => ScriptedAccount.Recharge(id, ReconciliationWorld.Before.AddSeconds(-id))));
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
}
