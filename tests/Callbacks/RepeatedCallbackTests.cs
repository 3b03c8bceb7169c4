using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Tests.Callbacks;

/// <summary>Callbacks that say again what has completed their order: when nobody looks at it, and when somebody has to.</summary>
public sealed class RepeatedCallbackTests : CallbackProcessorBench
{
    private static readonly Notice Answer = Recharge with { AddressOwnership = AddressOwnership.NotChecked };

    [Fact]
    public async Task A_repeated_callback_is_confirmed_again_and_looks_at_no_order()
    {
        await CompleteAsync();
        var (reads, writes) = (_orders.Reads, _orders.Writes);

        await ProcessAsync(acceptUnknown: true);

        Assert.Equal(["applied", "unchanged"], _callbacks.Concluded.Select(outcome => outcome.Verdict));
        Assert.All(_callbacks.Concluded, outcome => Assert.Equal(ProviderOrder, outcome.OrderId));
        Assert.Equal((reads, writes), (_orders.Reads, _orders.Writes));
        Assert.Equal(2, _provider.Asked);
    }

    [Fact]
    public async Task A_repeated_callback_whose_query_says_something_else_by_then_is_held_against_the_order()
    {
        await CompleteAsync();
        Says(Recharge, new ProviderResult<Notice>.Good(Answer with { Amount = 11 }));

        await ProcessAsync(acceptUnknown: true);

        Assert.Equal(OrderStatus.NeedsReview, _orders[ProviderOrder].Order.Status);
    }

    [Theory]
    [InlineData("amount")]
    [InlineData("status")]
    [InlineData("transaction")]
    public async Task A_callback_that_differs_in_one_field_looks_at_the_order(string field)
    {
        await CompleteAsync();
        var reads = _orders.Reads;
        var other = field switch
        {
            "amount" => Recharge with { Amount = 12 },
            "status" => Recharge with { Status = NoticeStatus.Failed },
            _ => Recharge with { TransactionId = "another" },
        };
        Says(other, new ProviderResult<Notice>.Good(other with { AddressOwnership = AddressOwnership.NotChecked }));

        await ProcessAsync(acceptUnknown: true);

        Assert.NotEqual(reads, _orders.Reads);
    }

    [Fact]
    public async Task The_same_callback_tried_again_looks_at_the_order()
    {
        await CompleteAsync();
        var reads = _orders.Reads;

        await ProcessAsync(again: true, acceptUnknown: true);

        Assert.NotEqual(reads, _orders.Reads);
    }

    [Fact]
    public async Task A_callback_that_left_its_order_in_review_is_not_remembered()
    {
        Says(Recharge, new ProviderResult<Notice>.Good(Answer));
        await ProcessAsync();
        Assert.Equal(OrderStatus.NeedsReview, _orders[ProviderOrder].Order.Status);
        var reads = _orders.Reads;

        await ProcessAsync();

        Assert.NotEqual(reads, _orders.Reads);
    }

    [Fact]
    public async Task A_completed_order_that_was_opened_again_is_left_as_it_is_by_the_words_that_completed_it()
    {
        await CompleteAsync();
        var completed = _orders[ProviderOrder].Order;
        var reopened = ReviewMachine.Reopen(completed, new(completed.Version, "ann", "Paid back?", _clock.GetUtcNow()), _clock.GetUtcNow()).Order;
        Assert.Equal(OrderStatus.NeedsReview, reopened.Status);
        _orders.Put(reopened);

        await ProcessAsync(acceptUnknown: true);
        await ProcessAsync(again: true, acceptUnknown: true);

        Assert.Equal(reopened, _orders[ProviderOrder].Order);
    }

    private async Task CompleteAsync()
    {
        Says(Recharge, new ProviderResult<Notice>.Good(Answer));
        await ProcessAsync(acceptUnknown: true);
        Assert.Equal(OrderStatus.Completed, _orders[ProviderOrder].Order.Status);
    }
}
