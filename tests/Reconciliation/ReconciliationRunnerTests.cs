using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Reconciliation;
using PaymentHub.Storage;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Reconciliation;

/// <summary>What reconciliations find, over real storage: everything, and everything once.</summary>
public sealed class ReconciliationRunnerTests
{
    [Fact]
    public async Task A_recharge_whose_callback_never_came_becomes_a_deposit()
    {
        var world = await ReconciliationWorld.CreateAsync();
        world.Provider.Put(ScriptedAccount.Recharge(402, ReconciliationWorld.Before));

        await world.RunAsync();

        var order = Assert.Single(await world.OrdersAsync());
        Assert.Equal(
            ("dep_74dhrzcw9rv3h6c1e9xajvqx5x", OrderStatus.Completed, 10m, "USDT", "402", Samples.Noon),
            (order.Id, order.Status, order.Amount, order.Currency, order.ProviderOrderId, order.CreatedAt)
        );
        Assert.Equal(1, await world.EventsAsync());
        Assert.Equal(2, (await world.RowsAsync(TableNames.Listing)).Count(row => row.ContainsKey("Status")));
        Assert.Equal(0, world.Provider.Questions);
        Assert.Equal(new ReconciliationCounts(Pages: 1, Seen: 1, Created: 1), (await world.RegularAsync()).Counts);
    }

    [Fact]
    public async Task Address_deposits_are_held_against_the_book_of_issued_addresses()
    {
        var world = await ReconciliationWorld.CreateAsync(new ScriptedAccount { Issues = true }, acceptUnknownAddresses: false);
        world.Provider.Put(
            new ListedNotice(ScriptedAccount.Recharge(402, ReconciliationWorld.Before).Notice with { Address = "TX" }, ReconciliationWorld.Before)
        );

        await world.RunAsync();

        Assert.Equal(ReviewReason.UnknownAddress, Assert.Single(await world.OrdersAsync()).ReviewReason);
    }

    [Fact]
    public async Task The_next_reconciliations_and_a_late_callback_change_nothing()
    {
        var world = await ReconciliationWorld.CreateAsync();
        var recharge = ScriptedAccount.Recharge(402, ReconciliationWorld.Before);
        world.Provider.Put(recharge);
        await world.RunAsync();
        world.Clock.Advance(TimeSpan.FromMinutes(6));

        await world.RunAsync();
        var changed = await world.CallbackAsync(recharge.Notice);

        Assert.False(changed);
        Assert.Equal(1, await world.EventsAsync());
        Assert.Equal([1, 1], world.Provider.DepositPages);
        Assert.Equal(new ReconciliationCounts(Pages: 1, Seen: 1), (await world.RegularAsync()).Counts);
    }

    [Fact]
    public async Task What_a_callback_brought_is_not_found_again()
    {
        var world = await ReconciliationWorld.CreateAsync();
        var recharge = ScriptedAccount.Recharge(402, ReconciliationWorld.Before);
        world.Provider.Put(recharge);
        Assert.True(await world.CallbackAsync(recharge.Notice));

        await world.RunAsync();

        Assert.Equal(1, await world.EventsAsync());
        Assert.Equal(0, (await world.RegularAsync()).Counts.Created);
    }

    [Fact]
    public async Task A_status_that_has_changed_within_the_overlap_is_found()
    {
        var world = await ReconciliationWorld.CreateAsync();
        world.Provider.Put(ScriptedAccount.Recharge(402, ReconciliationWorld.Before, status: NoticeStatus.Pending));
        await world.RunAsync();
        Assert.Equal(OrderStatus.Pending, Assert.Single(await world.OrdersAsync()).Status);
        world.Provider.Remove(_ => true);
        world.Provider.Put(ScriptedAccount.Recharge(402, ReconciliationWorld.Before));
        world.Clock.Advance(TimeSpan.FromMinutes(6));

        await world.RunAsync();

        Assert.Equal(OrderStatus.Completed, Assert.Single(await world.OrdersAsync()).Status);
        Assert.Equal(new ReconciliationCounts(Pages: 1, Seen: 1, Changed: 1), (await world.RegularAsync()).Counts);
    }

    [Fact]
    public async Task A_withdrawal_that_was_made_past_the_hub_is_counted_and_never_created()
    {
        var world = await ReconciliationWorld.CreateAsync();
        var made = Samples.Notice(OrderKind.Withdrawal, NoticeStatus.Completed) with { ProviderOrderId = "7", Amount = 1, Currency = "USDT" };
        world.Provider.Put(
            new ListedNotice(made, ReconciliationWorld.Before),
            new ListedNotice(made with { ProviderOrderId = "8", OrderId = "theirs-1" }, ReconciliationWorld.Before),
            new ListedNotice(made with { ProviderOrderId = "9", OrderId = "wd_00000000000000000000000009" }, ReconciliationWorld.Before)
        );

        await world.RunAsync();

        Assert.Empty(await world.OrdersAsync());
        Assert.Equal(new ReconciliationCounts(Pages: 1, Seen: 3, Unknown: 3), (await world.RegularAsync(OrderKind.Withdrawal)).Counts);
    }

    [Theory]
    [InlineData(true, OrderStatus.Completed, 0)]
    [InlineData(false, OrderStatus.Pending, 1)]
    public async Task A_line_that_lacks_the_amount_is_asked_about_before_it_completes_anything(bool answers, OrderStatus expected, int unsettled)
    {
        var world = await ReconciliationWorld.CreateAsync();
        var whole = ScriptedAccount.Recharge(402, ReconciliationWorld.Before).Notice;
        world.Provider.Put(new ListedNotice(whole with { Amount = null }, ReconciliationWorld.Before));
        world.Provider.Answer = _ => answers ? new ProviderResult<Notice>.Good(whole) : new ProviderResult<Notice>.Unavailable("away");

        await world.RunAsync();

        var order = Assert.Single(await world.OrdersAsync());
        Assert.Equal((expected, answers ? 10m : null), (order.Status, order.Amount));
        Assert.Equal((1, unsettled), (world.Provider.Questions, (await world.RegularAsync()).Counts.Unsettled));
    }

    [Fact]
    public async Task Twelve_hundred_recharges_behind_pages_of_five_hundred_are_all_found()
    {
        var world = await ReconciliationWorld.CreateAsync();
        world.Provider.Put(Enumerable.Range(1, 1200).Select(id => ScriptedAccount.Recharge(id, ReconciliationWorld.Before.AddMilliseconds(id))));

        await world.RunAsync();

        Assert.Equal(1200, (await world.OrdersAsync()).Count);
        Assert.Equal(1200, await world.EventsAsync());
        Assert.Equal([1, 2, 3, 1], world.Provider.DepositPages);
        Assert.Equal(Samples.Noon, (await world.RegularAsync()).SeenUpTo);
    }

    [Theory]
    [InlineData(true, 9)]
    [InlineData(false, 0)]
    public async Task One_that_appears_on_a_page_that_was_read_already_is_not_missed(bool newestFirst, int minute)
    {
        var world = await ReconciliationWorld.CreateAsync(new ScriptedAccount { PageSize = 5, NewestFirst = newestFirst });
        world.Provider.Put(Enumerable.Range(1, 12).Select(id => ScriptedAccount.Recharge(id, ReconciliationWorld.Before.AddSeconds(id))));
        var appeared = false;
        world.Provider.BeforePage = (kind, page) =>
        {
            if (kind == OrderKind.Deposit && page == 2 && !appeared)
            {
                appeared = true;
                world.Provider.Put(ScriptedAccount.Recharge(99, ReconciliationWorld.Before.AddMinutes(minute)));
            }

            return Task.CompletedTask;
        };

        await world.RunAsync();

        Assert.Contains(await world.OrdersAsync(), order => order.ProviderOrderId == "99");
        Assert.Equal((13, 13), ((await world.OrdersAsync()).Count, await world.EventsAsync()));
    }

    [Fact]
    public async Task A_run_reads_so_many_pages_and_the_next_goes_on_from_there()
    {
        var world = await ReconciliationWorld.CreateAsync(new ScriptedAccount { PageSize = 5 }, new ReconciliationSettings { MaxPages = 1 });
        world.Provider.Put(Enumerable.Range(1, 12).Select(id => ScriptedAccount.Recharge(id, ReconciliationWorld.Before.AddSeconds(id))));

        await world.RunAsync();
        Assert.Equal([1], world.Provider.DepositPages);
        Assert.Equal(
            ("running", 2, 5),
            ((await world.RegularAsync()).Status, (await world.RegularAsync()).Scan!.Page, (await world.OrdersAsync()).Count)
        );
        for (var i = 0; i < 3; i++)
            await world.RunAsync();

        Assert.Equal([1, 2, 3, 1], world.Provider.DepositPages);
        Assert.Equal((12, 12, "waiting"), ((await world.OrdersAsync()).Count, await world.EventsAsync(), (await world.RegularAsync()).Status));
    }

    [Fact]
    public async Task An_account_without_lists_has_no_reconciliations()
    {
        var world = await ReconciliationWorld.CreateAsync(new ScriptedAccount { HasLists = false });

        await world.RunAsync();

        Assert.Empty(await world.RowsAsync(TableNames.Reconciliations));
    }

    [Fact]
    public async Task A_back_fill_reaches_what_no_reconciliation_reads()
    {
        var world = await ReconciliationWorld.CreateAsync();
        world.Provider.Put(ScriptedAccount.Recharge(402, Samples.Noon.AddDays(-20)));
        await world.RunAsync();
        Assert.Empty(await world.OrdersAsync());

        var started = Assert
            .IsType<Result<IReadOnlyList<ReconciliationJob>>.Success>(
                await world.Backfills.StartAsync(TestDirectory.Operator, "shop_pay", "2024-04-10", "2024-04-12", default)
            )
            .Value;
        for (var i = 0; i < 3; i++)
            await world.RunAsync();

        Assert.Single(await world.OrdersAsync());
        var found = Assert
            .IsType<Result<IReadOnlyList<ReconciliationJob>>.Success>(await world.Backfills.FindAsync("shop_pay", started[0].BackfillId!, default))
            .Value;
        Assert.Equal([OrderKind.Deposit, OrderKind.Withdrawal], found.Select(job => job.Kind));
        Assert.All(found, job => Assert.Equal("completed", job.Status));
        Assert.Equal(1, found[0].Counts.Created);
        await world.RunAsync();
        Assert.Equal(
            found[0].FinishedAt,
            (await world.Backfills.FindAsync("shop_pay", started[0].BackfillId!, default) as Result<IReadOnlyList<ReconciliationJob>>.Success)!
                .Value[0]
                .FinishedAt
        );
    }
}
