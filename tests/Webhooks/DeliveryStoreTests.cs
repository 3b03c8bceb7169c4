using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using PaymentHub.Listings;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Tests.Orders;

namespace PaymentHub.Tests.Webhooks;

/// <summary>Deliveries in real tables: their outbox entries, their attempts, and the relay of what is suspended.</summary>
public sealed class DeliveryStoreTests : DeliveryStoreBench
{
    [Fact]
    public async Task There_is_always_exactly_one_outbox_entry_and_it_says_what_holds()
    {
        var order = await CommitAsync(1);
        Assert.Equal([$"due|20240501120000000|{order.Id}|deliver|main"], await EntriesAsync());

        await MoveAsync(order, delivery => delivery.Suspend(SuspensionReason.Breaker, _clock.GetUtcNow()));
        Assert.Equal([$"suspended|shop|main|{order.Id}"], await EntriesAsync());

        await Store.DeadLetterAsync(order.Id, "main", default);
        Assert.Equal([$"dead|20240501120000000|{order.Id}|deliver|main"], await EntriesAsync());

        await MoveAsync(order, delivery => delivery.OweAgain(1, "deposit.completed", _clock.GetUtcNow()));
        Assert.Equal([$"due|20240501120000000|{order.Id}|deliver|main"], await EntriesAsync());

        await MoveAsync(order, delivery => delivery.Delivered(1, _clock.GetUtcNow()));
        Assert.Empty(await EntriesAsync());
    }

    [Fact]
    public async Task A_later_event_that_goes_ahead_moves_the_outbox_entry()
    {
        var order = await CommitAsync(1, "deposit.pending");
        await MoveAsync(order, delivery => delivery.TryAgain(1, _clock.GetUtcNow().AddHours(5), _clock.GetUtcNow()) with { FinalWaits = 1 });
        var orders = new OrderStore(_storage, _directory.Settings.Outbox, _clock);
        var snapshot = (await orders.ReadAsync(order.Id, default))!;
        var before = snapshot.Deliveries.Single();

        await orders.TryUpdateAsync(
            snapshot,
            new OrderCommit(
                order with
                {
                    Version = 2,
                },
                Event(order, 2, "deposit.completed"),
                [(before.Value.Owe(2, "deposit.completed", _clock.GetUtcNow()), before)]
            ),
            default
        );

        Assert.Equal([$"due|20240501120000000|{order.Id}|deliver|main"], await EntriesAsync());
    }

    [Fact]
    public async Task Of_very_many_attempts_the_newest_thirty_are_kept()
    {
        var order = await CommitAsync(1);

        for (var number = 1; number <= 35; number++)
        {
            var snapshot = (await Store.ReadAsync(order.Id, default))!;
            Assert.True(await Store.TryRecordAsync(snapshot, Attempt(snapshot.LastNumber("main", 1) + 1), snapshot.Of("main")!.Value, default));
        }

        var kept = (await Store.ReadAsync(order.Id, default))!.AttemptsOf("main", 1);
        Assert.Equal(Enumerable.Range(6, 30), kept.Select(attempt => attempt.Number));
    }

    [Fact]
    public async Task An_attempt_is_recorded_once_and_a_stale_one_not_at_all()
    {
        var order = await CommitAsync(1);
        var snapshot = (await Store.ReadAsync(order.Id, default))!;
        var attempt = Attempt(1);
        var after = snapshot.Of("main")!.Value.Delivered(1, _clock.GetUtcNow());

        Assert.True(await Store.TryRecordAsync(snapshot, attempt, after, default));
        Assert.True(await Store.TryRecordAsync(snapshot, attempt, after, default)); // As when the first answer was lost.
        Assert.False(await Store.TryRecordAsync(snapshot, attempt with { Id = "another" }, after, default));
    }

    [Fact]
    public async Task The_outbox_relay_leaves_a_delivery_alone_that_is_held()
    {
        var order = await CommitAsync(1);
        var snapshot = (await Store.ReadAsync(order.Id, default))!;
        Assert.True(await Store.TryHoldAsync(snapshot, snapshot.Of("main")!.Value, _clock.GetUtcNow().AddMinutes(2), default));

        _clock.Advance(TimeSpan.FromSeconds(119));
        await RelayAsync();
        Assert.Empty(await CallsAsync());
        _clock.Advance(TimeSpan.FromSeconds(2));
        await RelayAsync();

        Assert.Equal(order.Id, Assert.Single(await CallsAsync()).OrderId);
        Assert.False(
            await Store.TryHoldAsync(
                snapshot,
                snapshot.Of("main")!.Value.Suspend(SuspensionReason.Breaker, _clock.GetUtcNow()),
                _clock.GetUtcNow(),
                default
            )
        );
    }

    [Fact]
    public async Task An_account_s_orders_are_found_by_the_time_of_their_creation_page_by_page()
    {
        var listing = new OrderIndexWriter(_storage);
        var orders = Enumerable.Range(1, 7).Select(number => Order(number) with { CreatedAt = Samples.Noon.AddHours(number * 10) }).ToList();
        foreach (var order in orders)
            await listing.WriteAsync(order, default);
        await listing.WriteAsync(Order(8) with { AccountId = "shop_mpay", CreatedAt = orders[2].CreatedAt }, default);
        var found = new List<string>();
        string? cursor = null;

        do
        {
            var (ids, next) = await new OrderIndexByAccount(_storage).ListAsync(
                new Account
                {
                    Id = "shop_pay",
                    MerchantId = "shop",
                    ProviderName = "fake",
                    Provider = null!,
                    CallbackIds = [],
                    Confirm = true,
                    AcceptUnknownAddresses = false,
                },
                orders[1].CreatedAt,
                orders[5].CreatedAt,
                cursor,
                2,
                default
            );
            found.AddRange(ids);
            cursor = next;
        } while (cursor is not null);

        Assert.Equal(orders[1..5].Select(order => order.Id).Order(), found.Order());
    }
}
