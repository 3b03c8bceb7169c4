using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using PaymentHub.Orders;
using PaymentHub.Storage;
using PaymentHub.Webhooks;

namespace PaymentHub.Tests.Webhooks;

/// <summary>Deliveries whose endpoint is sent nothing for now: which of them are woken, and when.</summary>
public sealed class SuspendedDeliveryTests : DeliveryStoreBench
{
    [Fact]
    public async Task What_is_suspended_is_not_woken_while_the_breaker_is_open_but_for_one_probe()
    {
        foreach (var number in (int[])[1, 2, 3])
            await MoveAsync(await CommitAsync(number), delivery => delivery.Suspend(SuspensionReason.Breaker, _clock.GetUtcNow()));
        var breaker = new Breaker("shop", "main", _clock.GetUtcNow()).Open(_directory.Settings.Delivery, _clock.GetUtcNow());
        Assert.True(await Breakers.TryWriteAsync(new Versioned<Breaker>(breaker, ""), breaker, default));

        _clock.Advance(TimeSpan.FromSeconds(59));
        await RelayAsync();
        Assert.Empty(await CallsAsync());
        _clock.Advance(TimeSpan.FromSeconds(1));
        await RelayAsync();
        Assert.Single(await CallsAsync());

        var open = Assert.Single(await Breakers.ListAsync(default));
        Assert.True(await Breakers.TryWriteAsync(open, open.Value.Close(_clock.GetUtcNow()), default));
        Assert.False(await Breakers.TryWriteAsync(open, open.Value, default));
        _clock.Advance(_directory.Settings.Outbox.Repeat); // The one that was called to be the probe is not called again at once.
        await RelayAsync();
        await RelayAsync();
        Assert.Equal(3, (await CallsAsync()).Select(wakeUp => wakeUp.OrderId).Distinct().Count());
    }

    [Fact]
    public async Task Each_probe_is_another_order_until_all_have_had_their_turn()
    {
        foreach (var number in (int[])[1, 2, 3])
            await MoveAsync(await CommitAsync(number), delivery => delivery.Suspend(SuspensionReason.Breaker, _clock.GetUtcNow()));
        var breaker = new Breaker("shop", "main", _clock.GetUtcNow()).Open(_directory.Settings.Delivery, _clock.GetUtcNow());
        Assert.True(await Breakers.TryWriteAsync(new Versioned<Breaker>(breaker, ""), breaker, default));

        var probes = new List<string>();
        for (var probe = 1; probe <= 6; probe++)
        {
            // As when the one before was refused: it stays suspended, and the time of the next has come.
            _clock.Advance(TimeSpan.FromHours(1));
            await RelayAsync();
            probes.Add(Assert.Single(await CallsAsync()).OrderId);
        }

        Assert.Equal(3, probes.Take(3).Distinct().Count());
        Assert.Equal(probes.Take(3), probes.Skip(3));
    }

    [Fact]
    public async Task What_is_suspended_is_woken_every_minute_once_its_endpoint_is_back_however_often_it_was_before()
    {
        await MoveAsync(await CommitAsync(1), delivery => delivery.Suspend(SuspensionReason.Breaker, _clock.GetUtcNow()));
        var breaker = new Breaker("shop", "main", _clock.GetUtcNow()) { HasSuspended = true };
        await Breakers.TryWriteAsync(new Versioned<Breaker>(breaker, ""), breaker, default);

        var wakes = new List<int>();
        for (var minute = 0; minute < 6; minute++)
        {
            await RelayAsync();
            wakes.Add((await CallsAsync()).Count);
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal([1, 1, 1, 1, 1, 1], wakes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_has_nothing_suspended_is_not_looked_at_for_ever(bool open)
    {
        var now = _clock.GetUtcNow();
        var breaker = open
            ? new Breaker("shop", "main", now).Open(_directory.Settings.Delivery, now)
            : new Breaker("shop", "main", now) { HasSuspended = true };
        await Breakers.TryWriteAsync(new Versioned<Breaker>(breaker, ""), breaker, default);

        await RelayAsync();
        Assert.True((await Breakers.FindAsync("shop", "main", default))!.Value.HasSuspended);
        _clock.Advance(TimeSpan.FromMinutes(11));
        await RelayAsync();

        var seen = (await Breakers.FindAsync("shop", "main", default))!.Value;
        Assert.Equal((false, open), (seen.HasSuspended, seen.IsOpen));
    }
}
