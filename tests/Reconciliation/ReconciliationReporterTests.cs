using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Reconciliation;
using PaymentHub.Storage;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Reconciliation;

/// <summary>The report finds each kind of difference when it is planted, and nothing when there is none.</summary>
public sealed class ReconciliationReporterTests : ReconciliationReporterBench
{
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
        world.Provider.Put(ScriptedAccount.Recharge(99, ReconciliationWorld.Before, amount: 7));

        var deposits = (await ReportAsync(world)).Sections[0];

        var difference = Assert.Single(deposits.Differences);
        Assert.Equal(
            (DifferenceKind.MissingHere, "99", null, new ReportLine("completed", 7, "USDT")),
            (difference.Kind, difference.ProviderOrderId, difference.Here, difference.There)
        );
        Assert.Equal(
            (2, 21m, 3, 28m),
            (deposits.Here.Count, deposits.Here.Completed["USDT"].Total, deposits.There!.Count, deposits.There.Completed["USDT"].Total)
        );
        Assert.Equal(2, (await world.OrdersAsync()).Count);
    }

    [Fact]
    public async Task What_we_have_and_the_provider_does_not_is_missing_there()
    {
        var world = await WithRechargesAsync(2);
        world.Provider.Remove(notice => notice.ProviderOrderId == "1");

        var difference = Assert.Single((await ReportAsync(world)).Sections[0].Differences);

        Assert.Equal(
            (DifferenceKind.MissingThere, "1", new ReportLine("completed", 10, "USDT"), null),
            (difference.Kind, difference.ProviderOrderId, difference.Here, difference.There)
        );
        Assert.Equal(1, world.Provider.Questions);
    }

    [Theory]
    [InlineData("amount", DifferenceKind.Amount)]
    [InlineData("currency", DifferenceKind.Currency)]
    [InlineData("status", DifferenceKind.Status)]
    public async Task A_value_that_differs_is_told_with_both_sides(string what, DifferenceKind expected)
    {
        var world = await WithRechargesAsync(2);
        var (here, there) = (
            new ReportLine("completed", 11, "USDT"),
            what switch
            {
                "amount" => new ReportLine("completed", 12, "USDT"),
                "currency" => new ReportLine("completed", 11, "USDC"),
                _ => new ReportLine("failed", 11, "USDT"),
            }
        );
        world.Provider.Remove(notice => notice.ProviderOrderId == "2");
        var changed = ScriptedAccount.Recharge(2, ReconciliationWorld.Before, there.Amount!.Value, SnakeCaseEnum.Parse<NoticeStatus>(there.Status));
        world.Provider.Put(new ListedNotice(changed.Notice with { Currency = there.Currency }, ReconciliationWorld.Before));

        var difference = Assert.Single((await ReportAsync(world)).Sections[0].Differences);

        Assert.Equal(new Difference(expected, (await world.OrdersAsync())[1].Id, "2", here, there), difference);
    }

    [Fact]
    public async Task One_currency_has_one_sum_on_each_side_however_it_is_spelled()
    {
        var world = await WithRechargesAsync(1);
        world.Provider.Put(ScriptedAccount.Recharge(2, ReconciliationWorld.Before, amount: 7));
        await world.CallbackAsync(ScriptedAccount.Recharge(2, ReconciliationWorld.Before, amount: 7).Notice with { Currency = "usdt" });

        var deposits = (await ReportAsync(world)).Sections[0];

        Assert.Equal(0, deposits.DifferenceCount);
        Assert.Equal([new("USDT", new ReportTotal(2, 17))], deposits.Here.Completed);
        Assert.Equal([new("USDT", new ReportTotal(2, 17))], deposits.There!.Completed);
    }

    [Fact]
    public async Task An_order_in_review_differs_from_a_completed_one()
    {
        var world = await WithRechargesAsync(1);
        await world.CallbackAsync(ScriptedAccount.Recharge(1, ReconciliationWorld.Before, status: NoticeStatus.Failed).Notice);

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
        world.Provider.Put(ScriptedAccount.Recharge(1, ReconciliationWorld.Before, status: NoticeStatus.Pending));
        await world.RunAsync();
        var stale = await world.RowsAsync(TableNames.Listing);
        world.Provider.Remove(_ => true);
        world.Provider.Put(ScriptedAccount.Recharge(1, ReconciliationWorld.Before));
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

        Assert.Equal(
            (DifferenceKind.MissingThere, "wd_00000000000000000000000002"),
            (Assert.Single(withdrawals.Differences).Kind, withdrawals.Differences[0].OrderId)
        );
        Assert.Equal(1, withdrawals.NotListedThere);
    }

    [Fact]
    public async Task A_withdrawal_whose_line_lacks_our_id_is_found_by_the_providers()
    {
        var world = await ReconciliationWorld.CreateAsync();
        await PutAsync(
            world,
            Samples.Withdrawal with
            {
                Id = "wd_00000000000000000000000001",
                Status = OrderStatus.Completed,
                ProviderOrderId = "7",
                Amount = 5,
            }
        );
        var line = Samples.Notice(OrderKind.Withdrawal, NoticeStatus.Completed) with
        {
            OrderId = null,
            ProviderOrderId = "7",
            Amount = 6,
            Currency = "USDT",
        };
        world.Provider.Put(
            new ListedNotice(line, ReconciliationWorld.Before),
            new ListedNotice(line with { ProviderOrderId = "8" }, ReconciliationWorld.Before)
        );

        var withdrawals = (await ReportAsync(world)).Sections[1];

        Assert.Equal(
            [(DifferenceKind.Amount, "wd_00000000000000000000000001", "7"), (DifferenceKind.MissingHere, null, "8")],
            withdrawals
                .Differences.Select(difference => (difference.Kind, difference.OrderId, difference.ProviderOrderId))
                .OrderByDescending(difference => difference.Kind)
        );
        Assert.Equal((1, 2), (withdrawals.Here.Count, withdrawals.There!.Count));
    }
}
