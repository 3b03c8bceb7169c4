using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Support;
using PaymentHub.Webhooks;

namespace PaymentHub.Tests.Webhooks;

public class LaneTests
{
    private readonly ManualTimeProvider _clock = new(Samples.Noon);

    [Fact]
    public void No_more_run_than_have_room_and_the_others_are_called_one_by_one()
    {
        var lane = new Lane(2, null, _clock);

        Assert.True(lane.TryEnter(Call("a")));
        Assert.True(lane.TryEnter(Call("b")));
        Assert.False(lane.TryEnter(Call("c")));
        Assert.False(lane.TryEnter(Call("d")));
        Assert.False(lane.TryEnter(Call("c")));

        Assert.Equal("c", lane.Leave()?.OrderId);
        Assert.Equal("d", lane.Leave()?.OrderId);
        Assert.True(lane.TryEnter(Call("c")));
        Assert.Null(lane.Leave());
    }

    [Fact]
    public void Who_enters_on_another_call_is_not_called_again()
    {
        var lane = new Lane(1, null, _clock);
        lane.TryEnter(Call("a"));
        lane.TryEnter(Call("b"));
        lane.TryEnter(Call("c"));
        Assert.Equal("b", lane.Leave()?.OrderId);

        Assert.True(lane.TryEnter(Call("c")));

        Assert.Null(lane.Leave());
    }

    [Fact]
    public void Of_very_many_only_so_many_are_kept()
    {
        var lane = new Lane(1, null, _clock);
        for (var number = 0; number <= 1_500; number++)
            lane.TryEnter(Call($"order {number}"));

        var called = 0;
        while (lane.Leave() is not null)
            called++;

        Assert.Equal(1_000, called);
    }

    [Fact]
    public async Task Attempts_keep_to_the_rate()
    {
        var lane = new Lane(10, 4, _clock);

        Task[] paced = [lane.PaceAsync(default), lane.PaceAsync(default), lane.PaceAsync(default)];
        Assert.Equal([true, false, false], paced.Select(task => task.IsCompleted));
        _clock.Advance(TimeSpan.FromMilliseconds(250));
        await paced[1].WaitAsync(TimeSpan.FromSeconds(10));
        Assert.False(paced[2].IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(250));
        await paced[2].WaitAsync(TimeSpan.FromSeconds(10));
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.True(lane.PaceAsync(default).IsCompleted);
    }

    [Fact]
    public void Without_a_rate_nobody_waits() => Assert.True(new Lane(1, null, _clock).PaceAsync(default).IsCompleted);

    private static DeliveryCall Call(string order) => new(order, "main", 1, 1);
}
