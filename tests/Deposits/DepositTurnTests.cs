using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Tests.Orders;

namespace PaymentHub.Tests.Deposits;

/// <summary>Requests for the same deposit at the same time, or after one that died: who asks for its page, and who keeps it.</summary>
public sealed class DepositTurnTests : DepositServiceBench
{
    [Fact]
    public async Task While_one_request_asks_another_one_waits()
    {
        var answer = new TaskCompletionSource<ProviderResult<PaymentPage>>();
        _provider.Pages = _ => answer.Task;
        var first = CreateAsync();

        var second = await ProblemAsync(Request);
        answer.SetResult(new ProviderResult<PaymentPage>.Good(new PaymentPage("https://pay.example/1", null)));

        Assert.Equal((409, "in_progress"), second);
        Assert.IsType<Result<Order>.Success>(await first);
    }

    [Fact]
    public async Task A_request_that_died_while_asking_makes_way_after_its_turn()
    {
        _provider.Pages = _ => Answer(new ProviderResult<PaymentPage>.Unavailable("timeout"));
        await CreateAsync();
        _store.Put(Stored with { PaymentPageLease = new PaymentPageLease("dead", _clock.GetUtcNow().AddSeconds(30)) });
        _provider.Pages = _ => Answer(new ProviderResult<PaymentPage>.Good(new PaymentPage("https://pay.example/2", null)));

        var early = await ProblemAsync(Request);
        _clock.Advance(TimeSpan.FromSeconds(30));
        var later = Assert.IsType<Result<Order>.Success>(await CreateAsync());

        Assert.Equal((409, "in_progress"), early);
        Assert.Equal("https://pay.example/2", later.Value.PaymentUrl);
    }

    [Fact]
    public async Task A_turn_ends_when_its_time_is_over_and_leaves_the_deposit_to_the_same_reference()
    {
        _provider.Pages = _ => new TaskCompletionSource<ProviderResult<PaymentPage>>().Task;
        var slow = ProblemAsync(Request);
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal((502, "provider_unavailable"), await slow);
        _provider.Pages = _ => Answer(new ProviderResult<PaymentPage>.Good(new PaymentPage("https://pay.example/1", null)));

        Assert.Equal("https://pay.example/1", Assert.IsType<Result<Order>.Success>(await CreateAsync()).Value.PaymentUrl);
    }

    [Fact]
    public async Task A_page_that_comes_when_the_turn_is_somebody_else_s_is_not_kept()
    {
        _provider.Pages = _ =>
        {
            _store.Put(Stored with { PaymentPageLease = new PaymentPageLease("twin", _clock.GetUtcNow().AddMinutes(1)) });
            return Answer(new ProviderResult<PaymentPage>.Good(new PaymentPage("https://pay.example/1", "77") { Address = "TP", Network = "tron" }));
        };

        Assert.Equal((409, "in_progress"), await ProblemAsync(Request));
        Assert.Null(Stored.PaymentUrl);
        Assert.Empty(_book.Payments);
    }

    [Fact]
    public async Task A_page_that_comes_when_a_twin_was_refused_is_not_handed_out()
    {
        _provider.Pages = _ =>
        {
            _store.Put(Stored.After(Samples.Deposit(NoticeStatus.Failed)) with { PaymentPageLease = null });
            return Answer(new ProviderResult<PaymentPage>.Good(new PaymentPage("https://pay.example/1", "77")));
        };

        var success = Assert.IsType<Result<Order>.Success>(await CreateAsync());

        Assert.Equal((OrderStatus.Failed, null, false), (success.Value.Status, success.Value.PaymentUrl, success.Created));
    }

    [Fact]
    public async Task An_unforeseen_failure_leaves_the_deposit_to_the_same_reference_at_once()
    {
        _provider.Pages = _ => throw new InvalidOperationException("Nobody thought of this.");
        await Assert.ThrowsAsync<InvalidOperationException>(CreateAsync);
        _provider.Pages = _ => Answer(new ProviderResult<PaymentPage>.Good(new PaymentPage("https://pay.example/1", null)));

        Assert.Equal("https://pay.example/1", Assert.IsType<Result<Order>.Success>(await CreateAsync()).Value.PaymentUrl);
    }

    [Fact]
    public async Task A_provider_that_is_away_leaves_the_deposit_to_the_same_reference()
    {
        _provider.Pages = _ => Answer(new ProviderResult<PaymentPage>.Unavailable("timeout"));
        var away = await ProblemAsync(Request);
        _provider.Pages = _ => Answer(new ProviderResult<PaymentPage>.Good(new PaymentPage("https://pay.example/1", null)));

        var back = Assert.IsType<Result<Order>.Success>(await CreateAsync());

        Assert.Equal((502, "provider_unavailable"), away);
        Assert.Equal("https://pay.example/1", back.Value.PaymentUrl);
    }

    [Fact]
    public async Task A_create_whose_answer_was_lost_goes_on()
    {
        _store.LoseNextAnswer = true;

        var success = Assert.IsType<Result<Order>.Success>(await CreateAsync());

        Assert.True(success.Created);
        Assert.Equal((1, "https://pay.example/1"), (_asked, success.Value.PaymentUrl));
    }

    [Fact]
    public async Task A_page_whose_write_lost_its_answer_is_kept_and_listed()
    {
        _provider.Pages = _ =>
        {
            _store.LoseNextAnswer = true;
            return Answer(new ProviderResult<PaymentPage>.Good(new PaymentPage("https://pay.example/1", null)));
        };

        var success = Assert.IsType<Result<Order>.Success>(await CreateAsync());

        Assert.Equal("https://pay.example/1", success.Value.PaymentUrl);
        Assert.Equal(success.Value, Assert.Single(_followUps.Listed));
    }

    [Fact]
    public async Task A_page_that_comes_when_the_deposit_is_cancelled_is_not_handed_out()
    {
        _provider.Pages = _ =>
        {
            _store.Put(DepositMachine.Cancel(Stored, null, _clock.GetUtcNow()).Order);
            return Answer(
                new ProviderResult<PaymentPage>.Good(new PaymentPage("https://pay.example/1", "77") { Address = Address, Network = "tron" })
            );
        };

        var success = Assert.IsType<Result<Order>.Success>(await CreateAsync());

        Assert.Equal((OrderStatus.Expired, null), (success.Value.Status, success.Value.PaymentUrl));
        Assert.Empty(_book.Payments);
    }

    [Fact]
    public async Task A_callback_that_comes_before_the_page_is_kept()
    {
        _provider.Pages = page =>
        {
            _store.Put(_store[page.OrderId].Order.After(Samples.Deposit(NoticeStatus.Pending)));
            return Answer(new ProviderResult<PaymentPage>.Good(new PaymentPage("https://pay.example/1", null)));
        };

        var success = Assert.IsType<Result<Order>.Success>(await CreateAsync());

        Assert.Equal((OrderStatus.Pending, "https://pay.example/1"), (success.Value.Status, success.Value.PaymentUrl));
    }

    [Fact]
    public async Task A_page_whose_address_is_another_order_s_is_not_handed_out()
    {
        _book.Payments[Address] = "dep_00000000000000000000000009";
        _provider.Pages = _ =>
            Answer(new ProviderResult<PaymentPage>.Good(new PaymentPage("https://pay.example/1", "77") { Address = Address, Network = "tron" }));

        Assert.Equal((502, "provider_unavailable"), await ProblemAsync(Request));
        Assert.Null(_store[OrderId.OfMerchant(OrderKind.Deposit, "shop", "r-1")].Order.PaymentUrl);
    }
}
