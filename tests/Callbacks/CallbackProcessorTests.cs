using PaymentHub.Callbacks;
using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Tests.Orders;

namespace PaymentHub.Tests.Callbacks;

public sealed class CallbackProcessorTests : CallbackProcessorBench
{
    [Fact]
    public async Task A_confirmed_callback_is_applied()
    {
        Says(Recharge, new ProviderResult<Notice>.Good(Recharge));

        await ProcessAsync();

        Assert.Equal([CallbackOutcome.Applied(ProviderOrder)], _callbacks.Concluded);
        var order = _orders[ProviderOrder].Order;
        Assert.Equal(
            (OrderStatus.NeedsReview, ReviewReason.UnknownAddress, "shop", "shop_pay", "fake", "402", Samples.Noon),
            (order.Status, order.ReviewReason, order.MerchantId, order.AccountId, order.Provider, order.ProviderOrderId, order.CreatedAt)
        );
    }

    [Fact]
    public async Task The_same_again_changes_nothing()
    {
        Says(Recharge, new ProviderResult<Notice>.Good(Recharge));
        await ProcessAsync();

        await ProcessAsync(CallbackSamples.Received with { Id = new CallbackId("20240501120000000" + new string('f', 32)) });

        Assert.Equal([CallbackOutcome.Applied(ProviderOrder), CallbackOutcome.Unchanged(ProviderOrder)], _callbacks.Concluded);
        Assert.Equal(1, _orders[ProviderOrder].Order.Version);
    }

    [Fact]
    public async Task A_refused_callback_is_concluded_with_its_verdict_and_touches_nothing()
    {
        _provider.Reading = new CallbackResult.Refused(CallbackVerdict.BadSignature, "It does not match.");

        await ProcessAsync();

        Assert.Equal([new CallbackOutcome("bad_signature", "It does not match.")], _callbacks.Concluded);
        Assert.True(_orders.IsEmpty);
    }

    [Fact]
    public async Task What_cannot_be_read_now_waits_twice_as_long_each_time()
    {
        _provider.Reading = new CallbackResult.NotNow("its currency is not known yet");

        await ProcessAsync();
        await ProcessAsync(_callbacks.Postponed[0]);

        Assert.Equal(
            [(_clock.GetUtcNow().AddSeconds(5), 1, 0), (_clock.GetUtcNow().AddSeconds(10), 2, 0)],
            _callbacks.Postponed.Select(later => (later.DueAt, later.Postponed, later.Unconfirmed))
        );
        Assert.Equal(_callbacks.Postponed, _queue.Woken);
        Assert.Empty(_callbacks.Concluded);
    }

    [Fact]
    public async Task A_postponement_that_somebody_else_made_is_not_made_again()
    {
        _provider.Reading = new CallbackResult.NotNow("later");
        _callbacks.LosesRaces = true;

        await ProcessAsync();

        Assert.Empty(_queue.Woken);
    }

    [Fact]
    public async Task A_callback_of_an_account_that_was_taken_out_waits()
    {
        await ProcessAsync(CallbackSamples.Received with { AccountId = "gone" });

        Assert.Single(_callbacks.Postponed);
    }

    [Theory]
    [InlineData(NoticeStatus.Pending)]
    [InlineData(NoticeStatus.Completed)]
    public async Task A_verified_callback_about_an_order_that_we_do_not_have_is_unknown(NoticeStatus status)
    {
        var notice = Samples.Deposit(status) with { OrderId = MerchantOrder };
        Says(notice, new ProviderResult<Notice>.Good(notice));

        await ProcessAsync();

        Assert.Equal([new CallbackOutcome("unknown_order", "It is verified, but this account has no deposit of that id.")], _callbacks.Concluded);
    }

    [Theory]
    [InlineData("wd_00000000000000000000000001")]
    [InlineData("dep_x")]
    [InlineData("dep_00000000000000000000000001|order")]
    [InlineData("")]
    public async Task An_id_that_is_none_of_ours_is_not_even_looked_up(string id)
    {
        var notice = Samples.Deposit(NoticeStatus.Pending) with { OrderId = id };
        Says(notice, null);

        await ProcessAsync();

        Assert.Equal("unknown_order", Assert.Single(_callbacks.Concluded).Verdict);
        Assert.Equal(0, _orders.Reads);
    }

    [Fact]
    public async Task Another_account_s_order_is_as_unknown_as_none()
    {
        _orders.Put(Samples.MerchantDeposit with { AccountId = "other_account" });
        var notice = Samples.Deposit(NoticeStatus.Pending) with { OrderId = MerchantOrder };
        Says(notice, null);

        await ProcessAsync();

        Assert.Equal("unknown_order", Assert.Single(_callbacks.Concluded).Verdict);
        Assert.Equal(OrderStatus.AwaitingPayment, _orders[MerchantOrder].Order.Status);
    }

    [Fact]
    public async Task A_notice_without_any_id_is_about_no_order()
    {
        Says(Samples.Deposit(NoticeStatus.Pending), null);

        await ProcessAsync();

        Assert.Equal("unknown_order", Assert.Single(_callbacks.Concluded).Verdict);
    }
}
