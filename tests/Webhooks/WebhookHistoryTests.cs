using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Tests.Merchants;
using PaymentHub.Webhooks;

namespace PaymentHub.Tests.Webhooks;

public class WebhookHistoryTests
{
    private const string First = $"evt_{DeliveryBench.OrderId}_1";
    private const string Second = $"evt_{DeliveryBench.OrderId}_2";

    private readonly DeliveryBench _bench = new(DeliveryBench.MakeEndpoint() with { Events = ["deposit.completed", "deposit.pending"] });

    public WebhookHistoryTests() => _bench.Owe(DeliveryBench.OrderId, "deposit.pending", "deposit.completed");

    private DateTimeOffset Now => _bench.Clock.GetUtcNow();

    [Fact]
    public async Task An_event_tells_what_became_of_it()
    {
        _bench.Answer = _ => DeliveryBench.Status(500);
        await _bench.CallAsync();

        var first = Assert.Single((await FindAsync(First)).Endpoints);
        var second = Assert.Single((await FindAsync(Second)).Endpoints);

        Assert.Equal((DeliveryStatus.Pending, _bench.Row.DueAt, 500), (first.Status, first.NextAttemptAt, first.Attempts.Single().Answer.Status));
        Assert.Equal((DeliveryStatus.Pending, null, 0), (second.Status, second.NextAttemptAt, second.Attempts.Count));
    }

    [Fact]
    public async Task Delivered_failed_dead_and_suspended_are_told_apart()
    {
        await _bench.CallAsync();
        Assert.Equal(DeliveryStatus.Delivered, (await FindAsync(First)).Endpoints.Single().Status);

        Change(delivery => delivery.MarkDeadLetter(Now));
        Assert.Equal(DeliveryStatus.DeadLetter, (await FindAsync(Second)).Endpoints.Single().Status);

        Change(delivery => (delivery with { IsDeadLetter = false }).Suspend(SuspensionReason.Disabled, Now));
        var waiting = (await FindAsync(Second)).Endpoints.Single();
        Assert.Equal(
            (DeliveryStatus.Suspended, SuspensionReason.Disabled, Now, null),
            (waiting.Status, waiting.SuspensionReason, waiting.SuspendedSince!.Value, waiting.NextAttemptAt)
        );

        Change(delivery => delivery.GiveUp(2, Now));
        Assert.Equal(DeliveryStatus.Failed, (await FindAsync(Second)).Endpoints.Single().Status);
    }

    [Theory]
    [InlineData("evt_dep_00000000000000000000000001_3")]
    [InlineData("evt_dep_00000000000000000000000001_01")]
    [InlineData("evt_dep_00000000000000000000000001_")]
    [InlineData("evt_dep_00000000000000000000000001_-1")]
    [InlineData("evt_dep_00000000000000000000000002_1")]
    [InlineData("evt_test_00000000000000000000000001_1")]
    [InlineData("dep_00000000000000000000000001_1")]
    [InlineData("evt_")]
    [InlineData("")]
    public async Task What_is_no_event_is_not_found(string id)
    {
        Assert.Equal(404, Assert.IsType<Result<EventReport>.Failure>(await _bench.History.FindAsync(_bench.Merchant, id, default)).Problem.Status);
        Assert.Equal(
            404,
            Assert.IsType<Result<StoredEvent>.Failure>(await _bench.History.RedeliverAsync(_bench.Merchant, id, null, default)).Problem.Status
        );
    }

    [Fact]
    public async Task Another_merchant_s_event_is_not_found()
    {
        var other = new Merchant("market", [], _bench.Merchant.Endpoints);

        Assert.IsType<Result<EventReport>.Failure>(await _bench.History.FindAsync(other, First, default));
        Assert.IsType<Result<StoredEvent>.Failure>(await _bench.History.RedeliverAsync(other, First, null, default));
        Assert.Equal(0, await _bench.History.RedeliverFailedAsync(other, DeliveryBench.OrderId, new Deed(TestDirectory.Operator), default));
    }

    [Fact]
    public async Task An_event_that_has_arrived_is_sent_again_under_the_same_id_and_holds_up_nobody()
    {
        await _bench.CallAsync();
        await _bench.CallAsync();
        _bench.Store.Change(DeliveryBench.OrderId, delivery => delivery);

        Assert.IsType<Result<StoredEvent>.Success>(await _bench.History.RedeliverAsync(_bench.Merchant, First, null, default));
        Assert.True(_bench.Row.Owed.Single().Redelivered);
        await _bench.CallAsync();

        Assert.Equal([First, Second, First], _bench.Sent.Select(sent => sent.Id));
        Assert.Equal([1, 2], _bench.Store[DeliveryBench.OrderId].AttemptsOf("main", 1).Select(attempt => attempt.Number));
        Assert.False(_bench.Row.IsOwed);
    }

    [Fact]
    public async Task What_was_given_up_on_gets_its_whole_schedule_again()
    {
        _bench.Answer = _ => DeliveryBench.Status(410);
        await _bench.CallAsync();
        await _bench.CallAsync();
        Assert.Equal([1, 2], _bench.Row.Failed);

        Assert.Equal(2, await _bench.History.RedeliverFailedAsync(_bench.Merchant, DeliveryBench.OrderId, new Deed(TestDirectory.Operator), default));

        var change = Assert.Single(_bench.Store.Changes);
        Assert.Equal(("redeliver/main", TestDirectory.Operator.Name), (change.Source, change.Operator));
        Assert.Empty(_bench.Row.Failed);
        Assert.Equal([(1, 0), (2, 0)], _bench.Row.Owed.Select(owed => (owed.Version, owed.Attempts)));
        Assert.Equal(0, await _bench.History.RedeliverFailedAsync(_bench.Merchant, DeliveryBench.OrderId, new Deed(TestDirectory.Operator), default));
    }

    [Fact]
    public async Task What_is_a_dead_letter_is_revived()
    {
        Change(delivery => delivery.MarkDeadLetter(Now));

        Assert.Equal(2, await _bench.History.RedeliverFailedAsync(_bench.Merchant, DeliveryBench.OrderId, new Deed(TestDirectory.Operator), default));
        await _bench.CallAsync();
        await _bench.CallAsync();

        Assert.Equal([First, Second], _bench.Sent.Select(sent => sent.Id));
    }

    [Fact]
    public async Task Nobody_to_deliver_to_is_told()
    {
        _bench.Store.Put(DeliveryBench.Order(9), Delivery.Nothing("main"), "deposit.expired");

        var none = Assert.IsType<Result<StoredEvent>.Failure>(
            await _bench.History.RedeliverAsync(_bench.Merchant, $"evt_{DeliveryBench.Order(9)}_1", null, default)
        );
        var unknown = Assert.IsType<Result<StoredEvent>.Failure>(await _bench.History.RedeliverAsync(_bench.Merchant, First, "other", default));

        Assert.Equal((409, "no_endpoint"), (none.Problem.Status, none.Problem.Code));
        Assert.Equal((400, "endpoint"), (unknown.Problem.Status, unknown.Problem.Errors.Single().Field));
    }

    private void Change(Func<Delivery, Delivery> change) => _bench.Store.Change(DeliveryBench.OrderId, change);

    private async Task<EventReport> FindAsync(string id) =>
        Assert.IsType<Result<EventReport>.Success>(await _bench.History.FindAsync(_bench.Merchant, id, default)).Value;
}
