using Azure;
using Azure.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using PaymentHub.Operations;
using PaymentHub.Storage;
using PaymentHub.Tests.Callbacks;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Storage;
using PaymentHub.Tests.Support;
using PaymentHub.Webhooks;

namespace PaymentHub.Tests.Operations;

public class WakeUpQueuesTests
{
    public static TheoryData<Exception> Failures =>
        new()
        {
            new RequestFailedException(503, "busy"),
            new RequestFailedException(0, "no connection"),
            new AggregateException(new RequestFailedException(0, "no connection")),
            // Somebody deleted the queue, or took the app's right to write to it: what is stored is stored all the same.
            new RequestFailedException(404, "no such queue", "QueueNotFound", null),
            new RequestFailedException(403, "not allowed", "AuthorizationFailure", null),
        };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_call_that_cannot_be_made_is_left_to_the_outbox_relay(Exception failure)
    {
        var queues = Queues(failure);

        Assert.False(await queues.TryWakeAsync(CallbackSamples.Received, CancellationToken.None));
        await queues.WakeAsync(new DeliveryWakeUp("dep_00000000000000000000000001", "main", 1, 1), Samples.Noon, CancellationToken.None);
    }

    [Fact]
    public async Task For_a_far_time_no_call_is_made_at_all()
    {
        var queues = Queues(new InvalidOperationException("Nothing is to be sent."));

        await queues.WakeAsync(new DeliveryWakeUp("dep_00000000000000000000000001", "main", 1, 1), Samples.Noon.AddHours(5), CancellationToken.None);
    }

    private static WakeUpQueues Queues(Exception failure)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("AzureWebJobsStorage", (string?)"UseDevelopmentStorage=true")])
            .Build();
        var clock = new TurnableClock();
        clock.Advance(Samples.Noon - clock.GetUtcNow());
        return new WakeUpQueues(
            new StorageClients(configuration, [new StoragePolicy(new FailingPolicy(failure), HttpPipelinePosition.PerCall)]),
            clock,
            NullLogger<WakeUpQueues>.Instance
        );
    }
}
