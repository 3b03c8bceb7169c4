using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Http;

public class RequestLimitsTests
{
    [Fact]
    public void A_merchant_that_has_used_up_its_burst_waits_and_others_do_not()
    {
        using var limits = new RequestLimits(
            TestDirectory.With(TestDirectory.Settings with { RequestsPerSecond = 1, RequestBurst = 3 }),
            TimeProvider.System
        );
        var (shop, market) = (new Merchant("shop", [], []), new Merchant("market", [], []));

        // A second may pass in between on a slow machine, and give one more.
        var waits = Enumerable.Range(0, 20).Select(_ => limits.Wait(shop)).ToList();

        Assert.All(waits.Take(3), wait => Assert.Null(wait));
        Assert.NotNull(waits.Find(wait => wait is not null));
        Assert.All(waits.OfType<TimeSpan>(), wait => Assert.True(wait >= TimeSpan.FromSeconds(1)));
        Assert.Null(limits.Wait(market));
    }

    [Fact]
    public void A_hundred_wrong_keys_of_all_clients_together_are_looked_at_and_then_one_a_second()
    {
        var (limits, clock) = Limits();
        using var _ = limits;
        for (var i = 0; i < RequestLimits.MaxSignInsOfAll; i++)
        {
            Assert.Null(limits.WaitAfterSignIns($"client-{i}"));
            limits.CountSignIn($"client-{i}");
        }

        Assert.Equal(TimeSpan.FromSeconds(1), limits.WaitAfterSignIns("new"));
        clock.Advance(TimeSpan.FromSeconds(0.999));
        Assert.Equal(TimeSpan.FromSeconds(1), limits.WaitAfterSignIns("new"));
        clock.Advance(TimeSpan.FromSeconds(0.001));
        Assert.Null(limits.WaitAfterSignIns("new"));
        limits.CountSignIn("new");
        Assert.Equal(TimeSpan.FromSeconds(1), limits.WaitAfterSignIns("newer"));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(limits.WaitAfterSignIns("newer"));
    }

    [Fact]
    public void Five_wrong_keys_of_a_client_are_looked_at_and_then_one_in_half_a_minute()
    {
        var (limits, clock) = Limits();
        using var _ = limits;
        for (var i = 0; i < RequestLimits.MaxSignIns; i++)
        {
            Assert.Null(limits.WaitAfterSignIns("one"));
            limits.CountSignIn("one");
        }

        Assert.Equal(TimeSpan.FromSeconds(30), limits.WaitAfterSignIns("one"));
        Assert.Null(limits.WaitAfterSignIns("another"));
        clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(TimeSpan.FromSeconds(1), limits.WaitAfterSignIns("one"));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(limits.WaitAfterSignIns("one"));
    }

    [Fact]
    public void Part_of_a_refilled_try_lets_nobody_try_a_further_key()
    {
        var (limits, clock) = Limits();
        using var _ = limits;
        for (var i = 0; i < 3; i++)
        {
            Assert.Null(limits.WaitAfterFailures("one"));
            limits.CountFailure("one");
        }

        // Ten a minute: a whole one is there after six seconds, and looking at it takes nothing of it.
        for (var second = 6; second > 0; second--)
        {
            Assert.Equal(TimeSpan.FromSeconds(second), limits.WaitAfterFailures("one"));
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Null(limits.WaitAfterFailures("one"));
        Assert.Null(limits.WaitAfterFailures("one"));
        limits.CountFailure("one");
        Assert.NotNull(limits.WaitAfterFailures("one"));
    }

    [Fact]
    public void What_many_try_at_one_moment_is_no_debt_that_others_wait_for()
    {
        var (limits, clock) = Limits();
        using var _ = limits;

        for (var i = 0; i < 50 * RequestLimits.MaxSignInsOfAll; i++)
            limits.CountSignIn($"client-{i % 1_000}");

        Assert.Equal(TimeSpan.FromSeconds(1), limits.WaitAfterSignIns("operator"));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(limits.WaitAfterSignIns("operator"));
    }

    [Fact]
    public void Clients_that_have_all_their_tries_again_are_forgotten()
    {
        var clock = new TurnableClock();
        var limit = new TryLimit(1, TimeSpan.FromSeconds(1), clock);
        for (var i = 0; i < 10_000; i++)
        {
            limit.Take($"client-{i}");
            clock.Advance(TimeSpan.FromSeconds(0.1));
        }

        Assert.InRange(limit.Count, 1, 1_000);
        Assert.NotNull(limit.Wait("client-9999"));
    }

    private static (RequestLimits Limits, TurnableClock Clock) Limits()
    {
        var clock = new TurnableClock();
        return (new RequestLimits(TestDirectory.With(TestDirectory.Settings with { FailedBurst = 3, FailedPerMinute = 10 }), clock), clock);
    }
}
