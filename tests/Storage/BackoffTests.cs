using PaymentHub.Storage;

namespace PaymentHub.Tests.Storage;

public class BackoffTests
{
    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 10)]
    [InlineData(2, 20)]
    [InlineData(6, 320)]
    [InlineData(7, 600)]
    [InlineData(30, 600)]
    [InlineData(31, 600)]
    [InlineData(int.MaxValue, 600)]
    public void A_wait_doubles_up_to_the_longest(int before, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Backoff.Wait(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(10), before));

    [Fact]
    public void A_long_first_wait_does_not_overflow() =>
        Assert.Equal(TimeSpan.FromDays(1), Backoff.Wait(TimeSpan.FromDays(1), TimeSpan.FromDays(1), 40));
}
