using PaymentHub.Webhooks;

namespace PaymentHub.Tests.Webhooks;

public class RetryScheduleTests
{
    private static readonly TimeSpan[] Documented =
    [
        TimeSpan.FromSeconds(5),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(5),
        TimeSpan.FromHours(10),
        TimeSpan.FromHours(14),
        TimeSpan.FromHours(20),
        TimeSpan.FromHours(24),
    ];

    public static TheoryData<int, double, double> Waits =>
        new()
        {
            { 1, 5, 5.5 },
            { 2, 300, 330 },
            { 3, 1800, 1980 },
            { 4, 7200, 7920 },
            { 5, 18000, 19800 },
            { 6, 36000, 39600 },
            { 7, 50400, 55440 },
            { 8, 72000, 79200 },
            { 9, 86400, 95040 },
        };

    [Theory]
    [MemberData(nameof(Waits))]
    public void A_retry_is_never_early_and_at_most_a_tenth_late(int failed, double least, double max)
    {
        Assert.Equal(TimeSpan.FromSeconds(least), RetrySchedule.Next(Documented, failed, 0));
        Assert.Equal(TimeSpan.FromSeconds(max), RetrySchedule.Next(Documented, failed, 1));
        Assert.InRange(RetrySchedule.Next(Documented, failed, 0.37)!.Value.TotalSeconds, least, max);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(11)]
    public void After_the_tenth_attempt_there_is_no_other(int failed) => Assert.Null(RetrySchedule.Next(Documented, failed, 0.5));
}
