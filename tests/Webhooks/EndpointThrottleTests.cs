using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Support;
using PaymentHub.Webhooks;

namespace PaymentHub.Tests.Webhooks;

public class EndpointThrottleTests
{
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(7.5);

    private readonly ManualTimeProvider _clock = new(Samples.Noon);

    [Fact]
    public async Task No_more_run_than_have_room_and_the_others_are_called_one_by_one()
    {
        var throttle = new EndpointThrottle(2, null, Slow, _clock);

        Assert.True(await EnterAsync(throttle, "a"));
        Assert.True(await EnterAsync(throttle, "b"));
        Assert.False(await EnterAsync(throttle, "c"));
        Assert.False(await EnterAsync(throttle, "d"));
        Assert.False(await EnterAsync(throttle, "c"));

        Assert.Equal(["c"], Leave(throttle));
        Assert.Equal(["d"], Leave(throttle));
        Assert.True(await EnterAsync(throttle, "c"));
        Assert.Empty(Leave(throttle));
    }

    [Fact]
    public async Task Who_enters_on_another_call_is_not_called_again()
    {
        var throttle = new EndpointThrottle(1, null, Slow, _clock);
        await EnterAsync(throttle, "a");
        await EnterAsync(throttle, "b");
        await EnterAsync(throttle, "c");
        Assert.Equal(["b"], Leave(throttle));

        Assert.True(await EnterAsync(throttle, "c"));

        Assert.Empty(Leave(throttle));
    }

    [Fact]
    public async Task Of_very_many_only_so_many_are_kept()
    {
        var throttle = new EndpointThrottle(1, null, Slow, _clock);
        for (var number = 0; number <= 1_500; number++)
            await EnterAsync(throttle, $"order {number}");

        var called = 0;
        while (Leave(throttle).Any())
            called++;

        Assert.Equal(1_000, called);
    }

    [Fact]
    public async Task After_a_slow_answer_it_is_one_at_a_time_until_one_is_quick_again()
    {
        var throttle = new EndpointThrottle(3, null, Slow, _clock);
        foreach (var order in (string[])["a", "b", "c", "d", "e", "f", "g"])
            await EnterAsync(throttle, order);

        Assert.Empty(Leave(throttle, TimeSpan.FromSeconds(7.6)));
        Assert.Empty(Leave(throttle, TimeSpan.FromSeconds(15)));
        Assert.Equal(["d"], Leave(throttle, TimeSpan.FromSeconds(15)));
        Assert.True(await EnterAsync(throttle, "d"));
        Assert.False(await EnterAsync(throttle, "e"));
        Assert.Equal(["e", "f", "g"], Leave(throttle, TimeSpan.FromSeconds(7.5)));

        foreach (var order in (string[])["e", "f", "g"])
            Assert.True(await EnterAsync(throttle, order));
    }

    [Fact]
    public async Task A_turn_in_which_no_attempt_was_made_says_nothing_about_how_slow_answers_are()
    {
        var throttle = new EndpointThrottle(2, null, Slow, _clock);
        foreach (var order in (string[])["a", "b", "c"])
            await EnterAsync(throttle, order);
        Leave(throttle, TimeSpan.FromSeconds(10));

        Assert.Equal(["c"], throttle.Leave(null).Select(wakeUp => wakeUp.OrderId));

        Assert.True(await EnterAsync(throttle, "c"));
        Assert.False(await EnterAsync(throttle, "d"));
    }

    [Fact]
    public async Task Who_does_not_enter_gives_the_place_to_the_next_if_there_is_room()
    {
        var throttle = new EndpointThrottle(1, null, Slow, _clock);
        foreach (var order in (string[])["a", "b", "c", "d"])
            await EnterAsync(throttle, order);
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

    [Fact]
    public async Task Where_answers_come_promptly_one_stands_in_line_and_comes_in_turn()
    {
        var throttle = new EndpointThrottle(1, null, Slow, _clock);
        await throttle.EnterAsync(Call("a"));
        var second = throttle.EnterAsync(Call("b"));
        var third = throttle.EnterFreeAsync(TimeSpan.FromSeconds(1));
        Assert.False(second.IsCompleted || third.IsCompleted);

        Assert.Empty(Leave(throttle));
        Assert.True(await second);
        Assert.False(third.IsCompleted);

        Assert.Empty(Leave(throttle));
        Assert.True(await third);
    }

    [Fact]
    public async Task Who_stands_in_line_for_too_long_is_called_later_and_leaves_the_line()
    {
        var throttle = new EndpointThrottle(1, null, Slow, _clock);
        await throttle.EnterAsync(Call("a"));
        var second = throttle.EnterAsync(Call("b"));
        var free = throttle.EnterFreeAsync(TimeSpan.FromSeconds(1));

        _clock.Advance(TimeSpan.FromMilliseconds(500));

        Assert.False(await second);
        Assert.False(await free);
        Assert.Equal(["b"], Leave(throttle));
        Assert.True(throttle.EnterAsync(Call("b")) is { IsCompleted: true, Result: true });
    }

    [Fact]
    public async Task An_endpoint_that_answers_nobody_has_no_line()
    {
        var throttle = new EndpointThrottle(1, null, Slow, _clock);
        await throttle.EnterAsync(Call("a"));
        _clock.Advance(TimeSpan.FromMilliseconds(500));

        Assert.True(throttle.EnterFreeAsync(TimeSpan.FromSeconds(1)) is { IsCompleted: true, Result: false });
        Assert.True(throttle.EnterAsync(Call("b")) is { IsCompleted: true, Result: false });
    }

    [Fact]
    public async Task The_line_is_only_so_long()
    {
        var throttle = new EndpointThrottle(2, null, Slow, _clock);
        await throttle.EnterAsync(Call("a"));
        await throttle.EnterAsync(Call("b"));

        var entering = Enumerable.Range(0, 12).Select(_ => throttle.EnterFreeAsync(TimeSpan.FromSeconds(1))).ToList();

        Assert.Equal(8, entering.Count(turn => !turn.IsCompleted));
    }

    [Fact]
    public async Task Those_in_line_and_those_who_are_to_be_called_take_turns()
    {
        var throttle = new EndpointThrottle(1, null, Slow, _clock);
        await throttle.EnterAsync(Call("a"));
        foreach (var order in (string[])["b", "c"])
            Assert.False(await EnterAsync(throttle, order));
        Assert.Equal(["b"], Leave(throttle));
        await throttle.EnterAsync(Call("b"));
        var inLine = Enumerable.Range(0, 2).Select(_ => throttle.EnterFreeAsync(TimeSpan.FromSeconds(1))).ToList();

        Assert.Empty(Leave(throttle));
        Assert.True(await inLine[0]);
        Assert.Equal(["c"], Leave(throttle));
        var called = throttle.EnterAsync(Call("c")); // Whoever stood in line meanwhile comes first.
        Assert.True(await inLine[1]);
        Assert.Empty(Leave(throttle));

        Assert.True(await called);
    }

    [Fact]
    public async Task An_endpoint_with_a_rate_has_no_line()
    {
        var throttle = new EndpointThrottle(1, 10, Slow, _clock);
        await throttle.EnterAsync(Call("a"));

        Assert.True(throttle.EnterAsync(Call("b")) is { IsCompleted: true, Result: false });
    }

    /// <summary>Enters, or has stood in line in vain.</summary>
    private async Task<bool> EnterAsync(EndpointThrottle throttle, string order)
    {
        var entering = throttle.EnterAsync(Call(order));
        if (!entering.IsCompleted)
            _clock.Advance(TimeSpan.FromMilliseconds(500));
        return await entering;
    }

    private static IEnumerable<string> Leave(EndpointThrottle throttle, TimeSpan took = default) =>
        throttle.Leave(took).Select(wakeUp => wakeUp.OrderId);

    private static DeliveryWakeUp Call(string order) => new(order, "main", 1, 1);
}
