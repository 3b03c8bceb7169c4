using System.Net;
using Azure;
using Azure.Core.Pipeline;
using Azure.Storage.Queues;
using PaymentHub.Storage;

namespace PaymentHub.Tests.Storage;

public class StorageFaultsTests
{
    [Theory]
    [InlineData(404, "ResourceNotFound", true)]
    [InlineData(409, "EntityAlreadyExists", true)]
    [InlineData(412, "UpdateConditionNotSatisfied", true)]
    [InlineData(404, "TableNotFound", false)]
    [InlineData(400, "InvalidInput", false)]
    [InlineData(403, "AuthenticationFailed", false)]
    [InlineData(429, null, false)]
    [InlineData(500, "InternalError", false)]
    [InlineData(0, null, false)]
    public void A_conflict_is_another_state_than_was_expected(int status, string? code, bool expected) =>
        Assert.Equal(expected, StorageFaults.IsConflict(new RequestFailedException(status, "no", code, null)));

    public static TheoryData<string, Exception, bool> Failures =>
        new()
        {
            { "no connection", new RequestFailedException(0, "no"), true },
            { "timeout", new RequestFailedException(408, "no"), true },
            { "throttled", new RequestFailedException(429, "no"), true },
            { "internal error", new RequestFailedException(500, "no"), true },
            { "busy", new RequestFailedException(503, "no"), true },
            { "not there", new RequestFailedException(404, "no"), false },
            { "refused", new RequestFailedException(403, "no"), false },
            { "our mistake", new RequestFailedException(400, "no"), false },
            { "all tries failed", new AggregateException(new RequestFailedException(0, "no"), new IOException()), true },
            { "one try found our mistake", new AggregateException(new RequestFailedException(0, "no"), new InvalidOperationException()), false },
            { "a broken stream", new IOException(), true },
            { "the caller went away", new OperationCanceledException(), false },
            { "a bug", new InvalidOperationException(), false },
        };

    [Theory]
    [MemberData(nameof(Failures))]
    public void Only_what_storage_does_not_do_at_the_moment_is_unavailable(string what, Exception failure, bool expected) =>
        Assert.True(expected == StorageFaults.IsUnavailable(failure), what);

    [Fact]
    public async Task A_storage_that_says_nothing_is_unavailable() =>
        await FailsAsUnavailable(
            async (_, cancellationToken) =>
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
                throw new InvalidOperationException("The silence ended.");
            }
        );

    [Fact]
    public async Task A_storage_that_begins_to_answer_and_stops_is_unavailable() =>
        await FailsAsUnavailable(
            (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new SilentStream()) })
        );

    [Fact]
    public async Task A_storage_that_cannot_be_reached_is_unavailable() =>
        await FailsAsUnavailable((_, _) => throw new HttpRequestException("Connection refused"));

    [Fact]
    public async Task A_storage_that_is_busy_is_unavailable() =>
        await FailsAsUnavailable((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable)));

    /// <summary>What the real SDK throws in the end, its own repetitions included.</summary>
    private static async Task FailsAsUnavailable(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer)
    {
        using var transport = new Handler(answer);
        var queue = new QueueClient(
            new Uri("http://127.0.0.1:1/account/queue"),
            new QueueClientOptions
            {
                Transport = new HttpClientTransport(transport),
                Retry =
                {
                    MaxRetries = 1,
                    Delay = TimeSpan.FromMilliseconds(1),
                    MaxDelay = TimeSpan.FromMilliseconds(1),
                    NetworkTimeout = TimeSpan.FromMilliseconds(100),
                },
            }
        );

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => queue.GetPropertiesAsync());
        var peeking = await Assert.ThrowsAnyAsync<Exception>(() => queue.PeekMessageAsync());

        Assert.True(StorageFaults.IsUnavailable(failure), failure.ToString());
        Assert.True(StorageFaults.IsUnavailable(peeking), peeking.ToString());
    }

    private sealed class Handler(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            answer(request, cancellationToken);
    }
}
