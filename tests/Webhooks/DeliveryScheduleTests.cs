using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using PaymentHub.Tests.Merchants;

namespace PaymentHub.Tests.Webhooks;

/// <summary>The documented schedule, run from the first attempt to giving up on a clock that the test turns.</summary>
public class DeliveryScheduleTests
{
    private static readonly double[] Waits = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];

    // As it stands in settings by default; DirectoryReaderTests holds the default to the documented one.
    private readonly DeliveryBench _bench = new(new SettingsFile().Read().FindMerchant("shop")!.Endpoints[0]);

    public DeliveryScheduleTests() => _bench.Owe(DeliveryBench.OrderId, "deposit.completed");

    [Fact]
    public async Task Ten_attempts_are_made_each_when_due_and_not_before_and_then_none()
    {
        _bench.Answer = _ => DeliveryBench.Status(500);
        var due = new List<DateTimeOffset>();

        while (_bench.Row.DueAt is { } dueAt)
        {
            due.Add(dueAt);
            if (dueAt > _bench.Clock.GetUtcNow())
            {
                _bench.Clock.Advance(dueAt - _bench.Clock.GetUtcNow() - TimeSpan.FromMilliseconds(1_001));
                await _bench.CallAsync();
                Assert.Equal(due.Count - 1, _bench.Sent.Count);
                _bench.Clock.Advance(TimeSpan.FromMilliseconds(1_001));
            }

            await _bench.CallAsync();
        }

        Assert.Equal(10, _bench.Sent.Count);
        Assert.Equal(due, _bench.Sent.Select(sent => sent.At));
        foreach (var (wait, i) in Waits.Select((wait, i) => (wait, i)))
            Assert.InRange((due[i + 1] - due[i]).TotalSeconds, wait, wait * 1.1);
        Assert.Single(_bench.Sent.Select(sent => (sent.Id, sent.Body)).Distinct());
        Assert.Equal([1], _bench.Row.Failed);
        Assert.Equal(Enumerable.Range(1, 10), _bench.Store[DeliveryBench.OrderId].Attempts.Select(attempt => attempt.Number));
    }

    [Theory]
    [InlineData(7, 7)]
    [InlineData(3_600, 3_600)]
    [InlineData(86_400, 86_400)]
    [InlineData(86_401, 86_400)]
    [InlineData(2_000_000_000, 86_400)]
    public async Task Retry_after_in_seconds_is_obeyed_to_the_second_for_at_most_a_day(int asked, int waited)
    {
        _bench.Answer = _ => RetryAfter(new RetryConditionHeaderValue(TimeSpan.FromSeconds(asked)));

        await _bench.CallAsync();

        Assert.Equal(_bench.Clock.GetUtcNow().AddSeconds(waited), _bench.Row.DueAt);
    }

    [Theory]
    [InlineData("Wed, 01 May 2024 10:02:03 GMT", 123)]
    [InlineData("Fri, 03 May 2024 10:00:00 GMT", 86_400)]
    public async Task Retry_after_as_a_date_is_obeyed_to_the_second_for_at_most_a_day(string date, int waited)
    {
        _bench.Answer = _ => RetryAfter(new RetryConditionHeaderValue(DateTimeOffset.Parse(date, CultureInfo.InvariantCulture)));

        await _bench.CallAsync();

        Assert.Equal(_bench.Clock.GetUtcNow().AddSeconds(waited), _bench.Row.DueAt);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("4")]
    [InlineData("Wed, 01 May 2024 09:59:59 GMT")]
    [InlineData("Wed, 01 May 2024 10:00:04 GMT")]
    [InlineData("soon")]
    public async Task Retry_after_that_asks_for_less_than_the_schedule_leaves_it_as_it_is(string value)
    {
        _bench.Answer = _ =>
        {
            var answer = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
            answer.Headers.TryAddWithoutValidation("Retry-After", value);
            return Task.FromResult(answer);
        };

        await _bench.CallAsync();

        Assert.InRange((_bench.Row.DueAt!.Value - _bench.Clock.GetUtcNow()).TotalSeconds, 5, 5.5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(86_400)]
    public async Task Whatever_retry_after_asks_ten_attempts_are_made_and_each_wait_is_at_least_the_schedule_s(int asked)
    {
        _bench.Answer = _ => RetryAfter(new RetryConditionHeaderValue(TimeSpan.FromSeconds(asked)));

        while (_bench.Row.DueAt is { } dueAt)
        {
            _bench.Clock.Advance(dueAt - _bench.Clock.GetUtcNow());
            await _bench.CallAsync();
        }

        Assert.Equal([1], _bench.Row.Failed);
        var waits = _bench.Sent.Zip(_bench.Sent.Skip(1), (one, next) => (next.At - one.At).TotalSeconds).ToList();
        Assert.Equal(9, waits.Count);
        Assert.All(waits.Zip(Waits), wait => Assert.InRange(wait.First, Math.Max(wait.Second, asked), Math.Max(wait.Second * 1.1, asked)));
    }

    private static Task<HttpResponseMessage> RetryAfter(RetryConditionHeaderValue value)
    {
        var answer = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        answer.Headers.RetryAfter = value;
        return Task.FromResult(answer);
    }
}
