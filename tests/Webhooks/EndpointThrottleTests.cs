using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Support;
using PaymentHub.Webhooks;

namespace PaymentHub.Tests.Webhooks;

public class EndpointThrottleTests
{
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(7.5);

    private readonly ManualTimeProvider _clock = new(Samples.Noon);

    [Fact]
    public void No_more_run_than_have_room_and_the_others_are_called_one_by_one()
    {
        var throttle = new EndpointThrottle(2, null, Slow, _clock);

        Assert.True(throttle.TryEnter(Call("a")));
        Assert.True(throttle.TryEnter(Call("b")));
        Assert.False(throttle.TryEnter(Call("c")));
        Assert.False(throttle.TryEnter(Call("d")));
        Assert.False(throttle.TryEnter(Call("c")));

        Assert.Equal(["c"], Leave(throttle));
        Assert.Equal(["d"], Leave(throttle));
        Assert.True(throttle.TryEnter(Call("c")));
        Assert.Empty(Leave(throttle));
    }

    [Fact]
    public void Who_enters_on_another_call_is_not_called_again()
    {
        var throttle = new EndpointThrottle(1, null, Slow, _clock);
        throttle.TryEnter(Call("a"));
        throttle.TryEnter(Call("b"));
        throttle.TryEnter(Call("c"));
        Assert.Equal(["b"], Leave(throttle));

        Assert.True(throttle.TryEnter(Call("c")));

        Assert.Empty(Leave(throttle));
    }

    [Fact]
    public void Of_very_many_only_so_many_are_kept()
    {
        var throttle = new EndpointThrottle(1, null, Slow, _clock);
        for (var number = 0; number <= 1_500; number++)
            throttle.TryEnter(Call($"order {number}"));

        var called = 0;
        while (Leave(throttle).Any())
            called++;

        Assert.Equal(1_000, called);
    }

    [Fact]
    public void After_a_slow_answer_it_is_one_at_a_time_until_one_is_quick_again()
    {
        var throttle = new EndpointThrottle(3, null, Slow, _clock);
        foreach (var order in (string[])["a", "b", "c", "d", "e", "f", "g"])
            throttle.TryEnter(Call(order));

        Assert.Empty(Leave(throttle, TimeSpan.FromSeconds(7.6)));
        Assert.Empty(Leave(throttle, TimeSpan.FromSeconds(15)));
        Assert.Equal(["d"], Leave(throttle, TimeSpan.FromSeconds(15)));
        Assert.True(throttle.TryEnter(Call("d")));
        Assert.False(throttle.TryEnter(Call("e")));
        Assert.Equal(["e", "f", "g"], Leave(throttle, TimeSpan.FromSeconds(7.5)));

        foreach (var order in (string[])["e", "f", "g"])
            Assert.True(throttle.TryEnter(Call(order)));
    }

    [Fact]
    public void A_turn_in_which_no_attempt_was_made_says_nothing_about_how_slow_answers_are()
    {
        var throttle = new EndpointThrottle(2, null, Slow, _clock);
        foreach (var order in (string[])["a", "b", "c"])
            throttle.TryEnter(Call(order));
        Leave(throttle, TimeSpan.FromSeconds(10));

        Assert.Equal(["c"], throttle.Leave(null).Select(wakeUp => wakeUp.OrderId));

        Assert.True(throttle.TryEnter(Call("c")));
        Assert.False(throttle.TryEnter(Call("d")));
    }

    [Fact]
    public void Who_does_not_enter_gives_the_place_to_the_next_if_there_is_room()
    {
        var throttle = new EndpointThrottle(1, null, Slow, _clock);
        foreach (var order in (string[])["a", "b", "c", "d"])
            throttle.TryEnter(Call(order));
        Assert.Empty(throttle.Pass());
        Assert.Equal(["b"], Leave(throttle));

        Assert.Equal(["c"], throttle.Pass().Select(wakeUp => wakeUp.OrderId));
    }

    [Fact]
    public async Task Attempts_keep_to_the_rate()
    {
        var throttle = new EndpointThrottle(10, 4, Slow, _clock);

        Task[] paced = [throttle.PaceAsync(default), throttle.PaceAsync(default), throttle.PaceAsync(default)];
        Assert.Equal([true, false, false], paced.Select(task => task.IsCompleted));
        _clock.Advance(TimeSpan.FromMilliseconds(250));
        await paced[1].WaitAsync(TimeSpan.FromSeconds(10));
        Assert.False(paced[2].IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(250));
        await paced[2].WaitAsync(TimeSpan.FromSeconds(10));
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.True(throttle.PaceAsync(default).IsCompleted);
    }

    [Fact]
    public void Without_a_rate_nobody_waits() => Assert.True(new EndpointThrottle(1, null, Slow, _clock).PaceAsync(default).IsCompleted);

    private static IEnumerable<string> Leave(EndpointThrottle throttle, TimeSpan took = default) =>
        throttle.Leave(took).Select(wakeUp => wakeUp.OrderId);

    private static DeliveryWakeUp Call(string order) => new(order, "main", 1, 1);
}
