using Azure;
using Azure.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using PaymentHub.Callbacks;
using PaymentHub.Functions;
using PaymentHub.Storage;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Storage;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Functions;

/// <summary>Storage that is away is no bug: work that meets it ends quietly, and its
/// outbox entry waits for the outbox relay instead of poison.</summary>
public sealed class OutageTests
{
    public static TheoryData<Exception> Outages =>
        [
            new RequestFailedException(503, "Server busy."),
            new IOException("Connection refused."),
            new Azure.Identity.AuthenticationFailedException("The identity endpoint is away."),
        ];

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task Work_that_meets_an_outage_is_left_to_the_outbox_relay(Exception outage)
    {
        var storage = Storage(outage);
        var callbacks = new CallbackMessages(
            new CallbackStore(storage, TestDirectory.With(), new TurnableClock()),
            null!,
            null!,
            NullLogger<CallbackMessages>.Instance
        );
        var id = "20240501100000000" + new string('a', 32);

        await callbacks.ProcessAsync($$"""{"v":1,"id":"{{id}}"}""", dequeueCount: 1, CancellationToken.None);
    }

    [Fact]
    public async Task Anything_else_is_a_bug_and_stays_one()
    {
        var storage = Storage(new RequestFailedException(400, "Bad request."));
        var callbacks = new CallbackMessages(
            new CallbackStore(storage, TestDirectory.With(), new TurnableClock()),
            null!,
            null!,
            NullLogger<CallbackMessages>.Instance
        );
        var id = "20240501100000000" + new string('a', 32);

        await Assert.ThrowsAsync<RequestFailedException>(() =>
            callbacks.ProcessAsync($$"""{"v":1,"id":"{{id}}"}""", dequeueCount: 1, CancellationToken.None)
        );
    }

    private static StorageClients Storage(Exception failure) =>
        new(
            new ConfigurationBuilder().AddInMemoryCollection([new("AzureWebJobsStorage", "UseDevelopmentStorage=true")]).Build(),
            [new StoragePolicy(new FailingPolicy(failure), HttpPipelinePosition.PerCall)]
        );
}
