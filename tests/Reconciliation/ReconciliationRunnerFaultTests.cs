using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Reconciliation;
using PaymentHub.Storage;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Reconciliation;

/// <summary>Lists that fail, end badly or cannot be read, and runs that meet: nothing is lost, and nobody is held up.</summary>
public sealed class ReconciliationRunnerFaultTests
{
    [Fact]
    public async Task Two_instances_at_once_read_a_list_once()
    {
        var world = await ReconciliationWorld.CreateAsync();
        world.Provider.Put(Enumerable.Range(1, 5).Select(id => ScriptedAccount.Recharge(id, ReconciliationWorld.Before)));

        await Task.WhenAll(world.RunAsync(), world.RunAsync(), world.RunAsync());

        Assert.Equal([1], world.Provider.DepositPages);
        Assert.Equal((5, 5), ((await world.OrdersAsync()).Count, await world.EventsAsync()));
    }

    [Fact]
    public async Task A_run_that_is_slower_than_its_lease_does_no_harm_when_another_takes_over()
    {
        var world = await ReconciliationWorld.CreateAsync(new ScriptedAccount { PageSize = 5 });
        world.Provider.Put(Enumerable.Range(1, 12).Select(id => ScriptedAccount.Recharge(id, ReconciliationWorld.Before.AddSeconds(id))));
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
        world.Provider.Put(ScriptedAccount.Recharge(402, ReconciliationWorld.Before));
        world.Provider.Trouble = new ProviderResult<NoticePage>.Unavailable("It does not answer.");

        for (var minute = 0; minute <= 120; minute++)
        {
            await world.RunAsync();
            world.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        // At 0, then after 5, 10, 20, 40 and 60 minutes.
        Assert.Equal(5, world.Provider.DepositPages.Count());
        Assert.Single(
            world.Log.Lines,
            line => line == "Account shop_pay: its deposit list cannot be read and is left alone for a while, longer each time. It does not answer."
        );
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
        world.Provider.Put(Enumerable.Range(1, 4).Select(id => ScriptedAccount.Recharge(id, ReconciliationWorld.Before.AddSeconds(id))));
        await world.RunAsync();
        var deadLetter = await world.RegularAsync();
        world.Provider.Put(ScriptedAccount.Recharge(5, ReconciliationWorld.Before));
        world.Clock.Advance(TimeSpan.FromMinutes(6));

        await world.RunAsync();

        // Half an hour without any, then the rest, with five on three pages.
        Assert.Equal(
            (Samples.Noon.AddHours(-1), "It was refused with code page. There is no such page."),
            (deadLetter.SeenUpTo, deadLetter.LastFailure)
        );
        Assert.Equal(5, (await world.OrdersAsync()).Count);
        Assert.Equal((Samples.Noon.AddMinutes(6), null), ((await world.RegularAsync()).SeenUpTo, (await world.RegularAsync()).LastFailure));
        Assert.Single(world.Log.Lines, line => line.Contains("can be read again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_provider_that_shows_its_last_page_for_every_later_one_has_an_end()
    {
        var world = await ReconciliationWorld.CreateAsync(new ScriptedAccount { PageSize = 2, RepeatsLast = true });
        world.Provider.Put(Enumerable.Range(1, 4).Select(id => ScriptedAccount.Recharge(id, ReconciliationWorld.Before.AddSeconds(id))));

        await world.RunAsync();

        Assert.Equal([1, 2, 3, 4, 1], world.Provider.DepositPages);
        Assert.Equal((4, Samples.Noon), ((await world.OrdersAsync()).Count, (await world.RegularAsync()).SeenUpTo));
    }

    [Fact]
    public async Task Lines_that_cannot_be_read_are_counted_kept_and_told_and_hide_no_page()
    {
        var world = await ReconciliationWorld.CreateAsync(new ScriptedAccount { PageSize = 2 });
        world.Provider.Put(Enumerable.Range(1, 5).Select(id => ScriptedAccount.Recharge(id, ReconciliationWorld.Before.AddSeconds(-id))));
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
        Assert.Single(
            world.Log.Lines,
            line =>
                line
                == "Account shop_pay: 5 lines of its deposit list could not be read; what they say is not known. "
                    + "Order 1: it cannot be read. Order 2: it cannot be read. Order 4: it cannot be read."
        );
    }

    [Fact]
    public async Task A_line_that_we_fail_at_is_counted_and_told_and_holds_up_nothing()
    {
        var world = await ReconciliationWorld.CreateAsync();
        world.Provider.Put(ScriptedAccount.Recharge(1, ReconciliationWorld.Before), ScriptedAccount.Recharge(3, ReconciliationWorld.Before));
        world.Provider.Put(
            new ListedNotice(ScriptedAccount.Recharge(2, ReconciliationWorld.Before).Notice with { Amount = null }, ReconciliationWorld.Before)
        );
        world.Provider.Answer = _ => throw new FormatException("Nobody foresaw this.");

        await world.RunAsync();

        var job = await world.RegularAsync();
        Assert.Equal(["1", "3"], (await world.OrdersAsync()).Select(order => order.ProviderOrderId));
        Assert.Equal((new ReconciliationCounts(Pages: 1, Seen: 2, Created: 2, Unread: 1), Samples.Noon, 0), (job.Counts, job.SeenUpTo, job.Failures));
        Assert.Equal(["Order 2: it could not be taken in (FormatException). Nobody foresaw this."], job.Unread);
        Assert.Single(
            world.Log.Lines,
            line =>
                line.StartsWith(
                    "Account shop_pay: order 2/ of its deposit list could not be processed.System.FormatException",
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public async Task A_page_that_we_fail_at_is_a_failure_of_the_reconciliation()
    {
        var world = await ReconciliationWorld.CreateAsync();
        world.Provider.BeforePage = (kind, _) => kind == OrderKind.Deposit ? throw new FormatException("Nobody foresaw this.") : Task.CompletedTask;

        await world.RunAsync();

        var job = await world.RegularAsync();
        Assert.Equal(
            (1, "Its page 1 could not be taken in (FormatException). Nobody foresaw this.", Samples.Noon.AddMinutes(5)),
            (job.Failures, job.LastFailure, job.DueAt)
        );
        Assert.Equal(
            (0, Samples.Noon),
            ((await world.RegularAsync(OrderKind.Withdrawal)).Failures, (await world.RegularAsync(OrderKind.Withdrawal)).SeenUpTo)
        );
    }

    [Fact]
    public async Task A_reconciliation_that_cannot_be_read_keeps_no_other_from_its_turn()
    {
        var world = await ReconciliationWorld.CreateAsync();
        await world.RunAsync();
        await world
            .Storage.Table(TableNames.Reconciliations)
            .UpsertEntityAsync(new Azure.Data.Tables.TableEntity(Keys.Jobs, "other|regular|deposit") { ["Data"] = "{", ["DueAt"] = Samples.Noon });
        world.Provider.Put(ScriptedAccount.Recharge(402, ReconciliationWorld.Before));
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
    public async Task Reconciliations_of_an_account_that_is_no_longer_configured_keep_nobody_from_his_turn()
    {
        var world = await ReconciliationWorld.CreateAsync();
        var store = new ReconciliationStore(world.Storage);
        // More than one run takes on, and all before this account's by their keys.
        for (var i = 0; i < 201; i++)
        {
            var gone = ReconciliationJob.Regular(
                TestDirectory.Account(world.Provider),
                OrderKind.Deposit,
                Samples.Noon,
                new ReconciliationSettings()
            );
            await store.AddAsync([gone with { AccountId = $"gone_{i:000}" }], default);
        }

        await world.RunAsync();
        await world.RunAsync();

        Assert.Equal([1], world.Provider.DepositPages);
        var left = Assert.Single(await store.ListAsync("gone_000", default));
        Assert.Equal((Samples.Noon.AddHours(1), "waiting", Samples.Noon.AddHours(-1)), (left.DueAt, left.Status, left.SeenUpTo));
    }
}
