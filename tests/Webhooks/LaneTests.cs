using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Support;
using PaymentHub.Webhooks;

namespace PaymentHub.Tests.Webhooks;

public class LaneTests
{
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(7.5);

    private readonly ManualTimeProvider _clock = new(Samples.Noon);

    [Fact]
    public void No_more_run_than_have_room_and_the_others_are_called_one_by_one()
    {
        var lane = new Lane(2, null, Slow, _clock);

        Assert.True(lane.TryEnter(Call("a")));
        Assert.True(lane.TryEnter(Call("b")));
        Assert.False(lane.TryEnter(Call("c")));
        Assert.False(lane.TryEnter(Call("d")));
        Assert.False(lane.TryEnter(Call("c")));

        Assert.Equal(["c"], Leave(lane));
        Assert.Equal(["d"], Leave(lane));
        Assert.True(lane.TryEnter(Call("c")));
        Assert.Empty(Leave(lane));
    }

    [Fact]
    public void Who_enters_on_another_call_is_not_called_again()
    {
        var lane = new Lane(1, null, Slow, _clock);
        lane.TryEnter(Call("a"));
        lane.TryEnter(Call("b"));
        lane.TryEnter(Call("c"));
        Assert.Equal(["b"], Leave(lane));

        Assert.True(lane.TryEnter(Call("c")));

        Assert.Empty(Leave(lane));
    }

    [Fact]
    public void Of_very_many_only_so_many_are_kept()
    {
        var lane = new Lane(1, null, Slow, _clock);
        for (var number = 0; number <= 1_500; number++)
            lane.TryEnter(Call($"order {number}"));

        var called = 0;
        while (Leave(lane).Any())
            called++;

        Assert.Equal(1_000, called);
    }

    [Fact]
    public void After_a_slow_answer_it_is_one_at_a_time_until_one_is_quick_again()
    {
        var lane = new Lane(3, null, Slow, _clock);
        foreach (var order in (string[])["a", "b", "c", "d", "e", "f", "g"])
            lane.TryEnter(Call(order));

        Assert.Empty(Leave(lane, TimeSpan.FromSeconds(7.6)));
        Assert.Empty(Leave(lane, TimeSpan.FromSeconds(15)));
        Assert.Equal(["d"], Leave(lane, TimeSpan.FromSeconds(15)));
        Assert.True(lane.TryEnter(Call("d")));
        Assert.False(lane.TryEnter(Call("e")));
        Assert.Equal(["e", "f", "g"], Leave(lane, TimeSpan.FromSeconds(7.5)));

        foreach (var order in (string[])["e", "f", "g"])
            Assert.True(lane.TryEnter(Call(order)));
    }

    [Fact]
    public void A_turn_in_which_no_attempt_was_made_says_nothing_about_how_slow_answers_are()
    {
        var lane = new Lane(2, null, Slow, _clock);
        foreach (var order in (string[])["a", "b", "c"])
            lane.TryEnter(Call(order));
        Leave(lane, TimeSpan.FromSeconds(10));

        Assert.Equal(["c"], lane.Leave(null).Select(call => call.OrderId));

        Assert.True(lane.TryEnter(Call("c")));
        Assert.False(lane.TryEnter(Call("d")));
    }

    [Fact]
    public void Who_does_not_enter_gives_the_place_to_the_next_if_there_is_room()
    {
        var lane = new Lane(1, null, Slow, _clock);
        foreach (var order in (string[])["a", "b", "c", "d"])
            lane.TryEnter(Call(order));
        Assert.Empty(lane.Pass());
        Assert.Equal(["b"], Leave(lane));

        Assert.Equal(["c"], lane.Pass().Select(call => call.OrderId));
    }

    [Fact]
    public async Task Attempts_keep_to_the_rate()
    {
        var lane = new Lane(10, 4, Slow, _clock);

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
    public void Without_a_rate_nobody_waits() => Assert.True(new Lane(1, null, Slow, _clock).PaceAsync(default).IsCompleted);

    private static IEnumerable<string> Leave(Lane lane, TimeSpan took = default) => lane.Leave(took).Select(call => call.OrderId);

    private static DeliveryCall Call(string order) => new(order, "main", 1, 1);
}
