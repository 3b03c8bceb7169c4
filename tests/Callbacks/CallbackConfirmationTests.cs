using PaymentHub.Callbacks;
using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Orders;

namespace PaymentHub.Tests.Callbacks;

/// <summary>What the provider's query says of a callback, and when it does not say it yet.</summary>
public sealed class CallbackConfirmationTests : CallbackProcessorBench
{
    [Fact]
    public async Task A_provider_that_is_away_puts_the_confirmation_off()
    {
        Says(Recharge, new ProviderResult<Notice>.Unavailable("timeout"));

        await ProcessAsync();

        Assert.Equal((1, 0), (_callbacks.Postponed.Single().Postponed, _callbacks.Postponed.Single().Unconfirmed));
        Assert.True(_orders.IsEmpty);
    }

    [Fact]
    public async Task A_query_that_is_behind_leaves_the_order_pending_and_is_asked_again()
    {
        Says(
            Recharge,
            new ProviderResult<Notice>.Good(Recharge with { Status = NoticeStatus.Pending, AddressOwnership = AddressOwnership.NotChecked })
        );

        await ProcessAsync(acceptUnknown: true);

        Assert.Equal(OrderStatus.Pending, _orders[ProviderOrder].Order.Status);
        Assert.Equal(
            (0, 1, _clock.GetUtcNow().AddSeconds(5)),
            (_callbacks.Postponed.Single().Postponed, _callbacks.Postponed.Single().Unconfirmed, _callbacks.Postponed.Single().DueAt)
        );
        Assert.Empty(_callbacks.Concluded);
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 24 * 60)]
    public async Task A_deposit_of_the_provider_s_that_is_on_its_way_is_asked_about_where_it_can_be_and_else_looked_at_when_overdue(
        bool answers,
        int minutes
    )
    {
        _provider.Answers = answers;
        Says(Recharge with { Status = NoticeStatus.Pending }, null);

        await ProcessAsync(acceptUnknown: true);

        var order = _orders[ProviderOrder].Order;
        Assert.Equal(OrderStatus.Pending, order.Status);
        Assert.Equal(new ScheduledAction(ActionKind.Poll, order.CreatedAt.AddMinutes(minutes)), order.NextAction);
    }

    [Theory]
    [InlineData(NoticeStatus.Completed)]
    [InlineData(NoticeStatus.Failed)]
    public async Task One_that_is_final_at_once_is_not(NoticeStatus status)
    {
        Says(Recharge with { Status = status }, new ProviderResult<Notice>.Good(Recharge with { Status = status }));

        await ProcessAsync(acceptUnknown: true);

        Assert.Null(_orders[ProviderOrder].Order.NextAction);
    }

    [Fact]
    public async Task A_query_that_catches_up_completes_the_order()
    {
        Says(Recharge, new ProviderResult<Notice>.Good(Recharge with { Status = NoticeStatus.Pending }));
        await ProcessAsync(acceptUnknown: true);
        _provider.Answer = new ProviderResult<Notice>.Good(Recharge);

        await ProcessAsync(_callbacks.Postponed.Single(), again: true, acceptUnknown: true);

        Assert.Equal(OrderStatus.Completed, _orders[ProviderOrder].Order.Status);
        Assert.Equal(["deposit.pending", "deposit.completed"], _orders[ProviderOrder].Events.Select(e => e.Type));
        Assert.Equal([CallbackOutcome.Applied(ProviderOrder)], _callbacks.Concluded);
    }

    /// <summary>Whatever comes first: a page whose time is over without a payment is expired.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pending_is_no_payment_where_it_is_said_of_unpaid_pages_too(bool expiredBefore)
    {
        _provider.Guesses = true;
        var expired = Samples.Deposit(NoticeStatus.Expired);
        var page = Samples.MerchantDeposit with { AccountId = "shop_pay" };
        _orders.Put(expiredBefore ? page.After(expired) : page);
        Says(Samples.Deposit(NoticeStatus.Pending) with { OrderId = MerchantOrder, Amount = 10 }, null);

        await ProcessAsync();

        var order = _orders[MerchantOrder].Order;
        Assert.Equal([CallbackOutcome.Unchanged(MerchantOrder)], _callbacks.Concluded);
        Assert.Equal((OrderStatus.Expired, null), (order.After(expired).Status, order.Amount));
    }

    /// <summary>After a few minutes a person is told, and it is asked on: most queries that lag catch up.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_query_that_does_not_catch_up_for_minutes_is_told_and_asked_on_until_it_does(bool absent)
    {
        Says(
            Recharge,
            absent ? new ProviderResult<Notice>.Absent() : new ProviderResult<Notice>.Good(Recharge with { Status = NoticeStatus.Pending })
        );

        var received = CallbackSamples.Received;
        for (var asked = 1; asked < TestDirectory.Settings.ConfirmAttempts; asked++)
        {
            await ProcessAsync(received, again: asked > 1, acceptUnknown: true);
            received = _callbacks.Postponed[^1];
        }

        await ProcessAsync(received, again: true, acceptUnknown: true);
        await ProcessAsync(_callbacks.Postponed[^1], again: true, acceptUnknown: true);

        Assert.Equal((4, 4), (_provider.Asked, _callbacks.Postponed.Count));
        Assert.Empty(_callbacks.Concluded);
        Assert.Equal(
            (OrderStatus.NeedsReview, ReviewReason.Unconfirmed),
            (_orders[ProviderOrder].Order.Status, _orders[ProviderOrder].Order.ReviewReason)
        );
        Assert.Null(_orders[ProviderOrder].Order.FinalOutcome);

        _provider.Answer = new ProviderResult<Notice>.Good(Recharge);
        await ProcessAsync(_callbacks.Postponed[^1], again: true, acceptUnknown: true);

        Assert.Equal([CallbackOutcome.Applied(ProviderOrder)], _callbacks.Concluded);
        Assert.Equal(
            absent ? ["deposit.needs_review", "deposit.completed"] : ["deposit.pending", "deposit.needs_review", "deposit.completed"],
            _orders[ProviderOrder].Events.Select(e => e.Type)
        );
    }

    [Fact]
    public async Task A_query_that_never_catches_up_leaves_the_order_to_a_person()
    {
        Says(Recharge, new ProviderResult<Notice>.Absent());
        _clock.Advance(TestDirectory.Settings.ConfirmFor * 2);

        await ProcessAsync(CallbackSamples.Received with { Unconfirmed = 100 }, again: true, acceptUnknown: true);

        Assert.Equal([CallbackOutcome.Applied(ProviderOrder)], _callbacks.Concluded);
        Assert.Equal(ReviewReason.Unconfirmed, _orders[ProviderOrder].Order.ReviewReason);
        Assert.Empty(_callbacks.Postponed);
    }

    [Fact]
    public async Task An_order_that_has_come_to_its_end_by_another_way_is_asked_about_no_more()
    {
        Says(Recharge, new ProviderResult<Notice>.Absent());
        await ProcessAsync(CallbackSamples.Received with { Unconfirmed = 2 }, acceptUnknown: true);
        _orders.Put(_orders[ProviderOrder].Order.After(Recharge with { Confirmed = true }));

        await ProcessAsync(_callbacks.Postponed.Single(), again: true, acceptUnknown: true);

        Assert.Equal([CallbackOutcome.Unchanged(ProviderOrder)], _callbacks.Concluded);
        Assert.Equal(OrderStatus.Completed, _orders[ProviderOrder].Order.Status);
    }

    /// <summary>Each try may hear something else, and each of it counts.</summary>
    [Fact]
    public async Task What_the_query_says_by_the_next_try_is_not_taken_for_what_it_said_before()
    {
        _orders.Put(Samples.MerchantDeposit with { AccountId = "shop_pay" });
        var paid = Samples.Deposit(NoticeStatus.Completed) with { OrderId = MerchantOrder, Amount = 10 };
        Says(paid, new ProviderResult<Notice>.Good(paid with { Status = NoticeStatus.Pending, Amount = 4, InPart = true }));
        await ProcessAsync();
        _provider.Answer = new ProviderResult<Notice>.Good(paid with { Status = NoticeStatus.Pending, Amount = 6, InPart = true });

        await ProcessAsync(_callbacks.Postponed.Single(), again: true);

        Assert.Equal(6, _orders[MerchantOrder].Order.Amount);
    }

    [Fact]
    public async Task An_unknown_order_that_the_query_knows_as_pending_is_unknown_at_once()
    {
        var notice = Samples.Deposit(NoticeStatus.Completed) with { OrderId = MerchantOrder };
        Says(notice, new ProviderResult<Notice>.Good(notice with { Status = NoticeStatus.Pending }));

        await ProcessAsync();

        Assert.Equal("unknown_order", Assert.Single(_callbacks.Concluded).Verdict);
        Assert.Empty(_callbacks.Postponed);
    }
}
