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
    private static readonly DateTimeOffset Before = Samples.Noon.AddMinutes(-10);

    [Fact]
    public async Task A_recharge_whose_callback_never_came_becomes_a_deposit()
    {
        var world = await ReconciliationWorld.CreateAsync();
        world.Provider.Put(ScriptedAccount.Recharge(402, Before));

        await world.RunAsync();

        var order = Assert.Single(await world.OrdersAsync());
        Assert.Equal(
            ("dep_74dhrzcw9rv3h6c1e9xajvqx5x", OrderStatus.Completed, 10m, "USDT", "402", Samples.Noon),
            (order.Id, order.Status, order.Amount, order.Currency, order.ProviderOrderId, order.CreatedAt));
        Assert.Equal(1, await world.EventsAsync());
        Assert.Equal(2, (await world.RowsAsync(TableNames.Listing)).Count(row => row.ContainsKey("Status")));
        Assert.Equal(0, world.Provider.Questions);
        Assert.Equal(new ReconciliationCounts(Pages: 1, Seen: 1, Created: 1), (await world.RegularAsync()).Counts);
    }

    [Fact]
    public async Task Address_deposits_are_held_against_the_book_of_issued_addresses()
    {
        var world = await ReconciliationWorld.CreateAsync(new ScriptedAccount { Issues = true }, acceptUnknownAddresses: false);
        world.Provider.Put(new ListedNotice(ScriptedAccount.Recharge(402, Before).Notice with { Address = "TX" }, Before));

        await world.RunAsync();

        Assert.Equal(ReviewReason.UnknownAddress, Assert.Single(await world.OrdersAsync()).ReviewReason);
    }

    [Fact]
    public async Task The_next_reconciliations_and_a_late_callback_change_nothing()
    {
        var world = await ReconciliationWorld.CreateAsync();
        var recharge = ScriptedAccount.Recharge(402, Before);
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
        var recharge = ScriptedAccount.Recharge(402, Before);
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
        world.Provider.Put(ScriptedAccount.Recharge(402, Before, status: NoticeStatus.Pending));
        await world.RunAsync();
        Assert.Equal(OrderStatus.Pending, Assert.Single(await world.OrdersAsync()).Status);
        world.Provider.Remove(_ => true);
        world.Provider.Put(ScriptedAccount.Recharge(402, Before));
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
            new ListedNotice(made, Before),
            new ListedNotice(made with { ProviderOrderId = "8", OrderId = "theirs-1" }, Before),
            new ListedNotice(made with { ProviderOrderId = "9", OrderId = "wd_00000000000000000000000009" }, Before));

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
        var whole = ScriptedAccount.Recharge(402, Before).Notice;
        world.Provider.Put(new ListedNotice(whole with { Amount = null }, Before));
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
        world.Provider.Put(Enumerable.Range(1, 1200).Select(id => ScriptedAccount.Recharge(id, Before.AddMilliseconds(id))));

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
        world.Provider.Put(Enumerable.Range(1, 12).Select(id => ScriptedAccount.Recharge(id, Before.AddSeconds(id))));
        var appeared = false;
        world.Provider.BeforePage = (kind, page) =>
        {
            if (kind == OrderKind.Deposit && page == 2 && !appeared)
            {
                appeared = true;
                world.Provider.Put(ScriptedAccount.Recharge(99, Before.AddMinutes(minute)));
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
        world.Provider.Put(Enumerable.Range(1, 12).Select(id => ScriptedAccount.Recharge(id, Before.AddSeconds(id))));

        await world.RunAsync();
        Assert.Equal([1], world.Provider.DepositPages);
        Assert.Equal(("running", 2, 5), ((await world.RegularAsync()).Status, (await world.RegularAsync()).Scan!.Page, (await world.OrdersAsync()).Count));
        for (var i = 0; i < 3; i++)
            await world.RunAsync();

        Assert.Equal([1, 2, 3, 1], world.Provider.DepositPages);
        Assert.Equal((12, 12, "waiting"), ((await world.OrdersAsync()).Count, await world.EventsAsync(), (await world.RegularAsync()).Status));
    }

    [Fact]
    public async Task Two_instances_at_once_read_a_list_once()
    {
        var world = await ReconciliationWorld.CreateAsync();
        world.Provider.Put(Enumerable.Range(1, 5).Select(id => ScriptedAccount.Recharge(id, Before)));

        await Task.WhenAll(world.RunAsync(), world.RunAsync(), world.RunAsync());

        Assert.Equal([1], world.Provider.DepositPages);
        Assert.Equal((5, 5), ((await world.OrdersAsync()).Count, await world.EventsAsync()));
    }

    [Fact]
    public async Task A_run_that_is_slower_than_its_lease_does_no_harm_when_another_takes_over()
    {
        var world = await ReconciliationWorld.CreateAsync(new ScriptedAccount { PageSize = 5 });
        world.Provider.Put(Enumerable.Range(1, 12).Select(id => ScriptedAccount.Recharge(id, Before.AddSeconds(id))));
        var slow = true;
        world.Provider.BeforePage = async (kind, page) =>
        {
            if (kind != OrderKind.Deposit || page != 2 || !slow)
                return;
            slow = false;
            world.Clock.Advance(TimeSpan.FromMinutes(6));
            await world.RunAsync();
        };

        await world.RunAsync();

        Assert.Equal((12, 12), ((await world.OrdersAsync()).Count, await world.EventsAsync()));
        // The first run stops when it finds its lease gone; the other one read to the end, and on to what is six minutes later by then.
        Assert.Equal([1, 2, 2, 3, 1, 1], world.Provider.DepositPages);
    }

    [Fact]
    public async Task A_provider_that_is_down_is_left_alone_and_logged_once()
    {
        var world = await ReconciliationWorld.CreateAsync();
        world.Provider.Put(ScriptedAccount.Recharge(402, Before));
        world.Provider.Trouble = new ProviderResult<NoticePage>.Unavailable("It does not answer.");

        for (var minute = 0; minute <= 120; minute++)
        {
            await world.RunAsync();
            world.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        // At 0, then after 5, 10, 20, 40 and 60 minutes.
        Assert.Equal(5, world.Provider.DepositPages.Count());
        Assert.Single(world.Log.Lines, line => line == "Account shop_pay: its deposit list cannot be read and is left alone for a while, longer each time. It does not answer.");
        world.Provider.Trouble = null;
        world.Clock.Advance(TimeSpan.FromHours(1));
        await world.RunAsync();
        Assert.Single(await world.OrdersAsync());
        Assert.Single(world.Log.Lines, line => line == "Account shop_pay: its deposit list can be read again, after 5 failures.");
    }

    [Fact]
    public async Task A_provider_that_refuses_the_page_after_its_last_full_one_keeps_nothing_from_being_found()
    {
        var world = await ReconciliationWorld.CreateAsync(new ScriptedAccount { PageSize = 2, RefusesBeyond = true });
        world.Provider.Put(Enumerable.Range(1, 4).Select(id => ScriptedAccount.Recharge(id, Before.AddSeconds(id))));
        await world.RunAsync();
        var deadLetter = await world.RegularAsync();
        world.Provider.Put(ScriptedAccount.Recharge(5, Before));
        world.Clock.Advance(TimeSpan.FromMinutes(6));

        await world.RunAsync();

        // Half an hour without any, then the rest, with five on three pages.
        Assert.Equal((Samples.Noon.AddHours(-1), "It was refused with code page. There is no such page."), (deadLetter.SeenUpTo, deadLetter.LastFailure));
        Assert.Equal(5, (await world.OrdersAsync()).Count);
        Assert.Equal((Samples.Noon.AddMinutes(6), null), ((await world.RegularAsync()).SeenUpTo, (await world.RegularAsync()).LastFailure));
        Assert.Single(world.Log.Lines, line => line.Contains("can be read again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_provider_that_shows_its_last_page_for_every_later_one_has_an_end()
    {
        var world = await ReconciliationWorld.CreateAsync(new ScriptedAccount { PageSize = 2, RepeatsLast = true });
        world.Provider.Put(Enumerable.Range(1, 4).Select(id => ScriptedAccount.Recharge(id, Before.AddSeconds(id))));

        await world.RunAsync();

        Assert.Equal([1, 2, 3, 4, 1], world.Provider.DepositPages);
        Assert.Equal((4, Samples.Noon), ((await world.OrdersAsync()).Count, (await world.RegularAsync()).SeenUpTo));
    }

    [Fact]
    public async Task Lines_that_cannot_be_read_are_counted_kept_and_told_and_hide_no_page()
    {
        var world = await ReconciliationWorld.CreateAsync(new ScriptedAccount { PageSize = 2 });
        world.Provider.Put(Enumerable.Range(1, 5).Select(id => ScriptedAccount.Recharge(id, Before.AddSeconds(-id))));
        // The whole first page, and one line of the second.
        world.Provider.Broken.UnionWith(["1", "2", "4"]);

        await world.RunAsync();

        var job = await world.RegularAsync();
        Assert.Equal(["3", "5"], (await world.OrdersAsync()).Select(order => order.ProviderOrderId));
        Assert.Equal([1, 2, 3, 1], world.Provider.DepositPages);
        // The first page is read twice.
        Assert.Equal(new ReconciliationCounts(Pages: 4, Seen: 2, Created: 2, Unread: 5), job.Counts);
        Assert.Equal(["Order 1: it cannot be read.", "Order 2: it cannot be read.", "Order 4: it cannot be read."], job.Unread);
        Assert.Equal(Samples.Noon, job.LastUnreadAt);
        Assert.Single(world.Log.Lines, line => line == "Account shop_pay: 5 lines of its deposit list could not be read; what they say is not known. "
            + "Order 1: it cannot be read. Order 2: it cannot be read. Order 4: it cannot be read.");
    }

    [Fact]
    public async Task A_line_that_we_fail_at_is_counted_and_told_and_holds_up_nothing()
    {
        var world = await ReconciliationWorld.CreateAsync();
        world.Provider.Put(ScriptedAccount.Recharge(1, Before), ScriptedAccount.Recharge(3, Before));
        world.Provider.Put(new ListedNotice(ScriptedAccount.Recharge(2, Before).Notice with { Amount = null }, Before));
        world.Provider.Answer = _ => throw new FormatException("Nobody foresaw this.");

        await world.RunAsync();

        var job = await world.RegularAsync();
        Assert.Equal(["1", "3"], (await world.OrdersAsync()).Select(order => order.ProviderOrderId));
        Assert.Equal((new ReconciliationCounts(Pages: 1, Seen: 2, Created: 2, Unread: 1), Samples.Noon, 0), (job.Counts, job.SeenUpTo, job.Failures));
        Assert.Equal(["Order 2: it could not be taken in (FormatException). Nobody foresaw this."], job.Unread);
        Assert.Single(world.Log.Lines, line => line.StartsWith("Account shop_pay: order 2/ of its deposit list could not be taken in.System.FormatException", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_that_we_fail_at_is_a_failure_of_the_reconciliation()
    {
        var world = await ReconciliationWorld.CreateAsync();
        world.Provider.BeforePage = (kind, _) => kind == OrderKind.Deposit ? throw new FormatException("Nobody foresaw this.") : Task.CompletedTask;

        await world.RunAsync();

        var job = await world.RegularAsync();
        Assert.Equal((1, "Its page 1 could not be taken in (FormatException). Nobody foresaw this.", Samples.Noon.AddMinutes(5)), (job.Failures, job.LastFailure, job.DueAt));
        Assert.Equal((0, Samples.Noon), ((await world.RegularAsync(OrderKind.Withdrawal)).Failures, (await world.RegularAsync(OrderKind.Withdrawal)).SeenUpTo));
    }

    [Fact]
    public async Task A_reconciliation_that_cannot_be_read_keeps_no_other_from_its_turn()
    {
        var world = await ReconciliationWorld.CreateAsync();
        await world.RunAsync();
        await world.Storage.Table(TableNames.Reconciliations).UpsertEntityAsync(
            new Azure.Data.Tables.TableEntity(Keys.Jobs, "other|regular|deposit") { ["Data"] = "{", ["DueAt"] = Samples.Noon });
        world.Provider.Put(ScriptedAccount.Recharge(402, Before));
        world.Clock.Advance(TimeSpan.FromMinutes(6));

        await world.RunAsync();

        Assert.Single(await world.OrdersAsync());
        Assert.Single(world.Log.Lines, line => line.Contains("other|regular|deposit", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refusal_is_kept_with_its_code()
    {
        var world = await ReconciliationWorld.CreateAsync();
        world.Provider.Trouble = new ProviderResult<NoticePage>.Refused("401", "bad key");

        await world.RunAsync();

        Assert.Equal("It was refused with code 401. bad key", (await world.RegularAsync()).LastFailure);
    }

    [Fact]
    public async Task An_account_without_lists_has_no_reconciliations()
    {
        var world = await ReconciliationWorld.CreateAsync(new ScriptedAccount { HasLists = false });

        await world.RunAsync();

        Assert.Empty(await world.RowsAsync(TableNames.Reconciliations));
    }

    [Fact]
    public async Task Reconciliations_of_an_account_that_is_no_longer_configured_keep_nobody_from_his_turn()
    {
        var world = await ReconciliationWorld.CreateAsync();
        var store = new ReconciliationStore(world.Storage);
        // More than one run takes on, and all before this account's by their keys.
        for (var i = 0; i < 201; i++)
        {
            var gone = ReconciliationJob.Regular(TestDirectory.Account(world.Provider), OrderKind.Deposit, Samples.Noon, new ReconciliationSettings());
            await store.AddAsync([gone with { AccountId = $"gone_{i:000}" }], default);
        }

        await world.RunAsync();
        await world.RunAsync();

        Assert.Equal([1], world.Provider.DepositPages);
        var left = Assert.Single(await store.ListAsync("gone_000", default));
        Assert.Equal((Samples.Noon.AddHours(1), "waiting", Samples.Noon.AddHours(-1)), (left.DueAt, left.Status, left.SeenUpTo));
    }

    [Fact]
    public async Task A_back_fill_reaches_what_no_reconciliation_reads()
    {
        var world = await ReconciliationWorld.CreateAsync();
        world.Provider.Put(ScriptedAccount.Recharge(402, Samples.Noon.AddDays(-20)));
        await world.RunAsync();
        Assert.Empty(await world.OrdersAsync());

        var started = Assert.IsType<Result<IReadOnlyList<ReconciliationJob>>.Success>(await world.Backfills.StartAsync(TestDirectory.Operator, "shop_pay", "2024-04-10", "2024-04-12", default)).Value;
        for (var i = 0; i < 3; i++)
            await world.RunAsync();

        Assert.Single(await world.OrdersAsync());
        var found = Assert.IsType<Result<IReadOnlyList<ReconciliationJob>>.Success>(await world.Backfills.FindAsync("shop_pay", started[0].BackfillId!, default)).Value;
        Assert.Equal([OrderKind.Deposit, OrderKind.Withdrawal], found.Select(job => job.Kind));
        Assert.All(found, job => Assert.Equal("completed", job.Status));
        Assert.Equal(1, found[0].Counts.Created);
        await world.RunAsync();
        Assert.Equal(found[0].FinishedAt, (await world.Backfills.FindAsync("shop_pay", started[0].BackfillId!, default) as Result<IReadOnlyList<ReconciliationJob>>.Success)!.Value[0].FinishedAt);
    }
}
