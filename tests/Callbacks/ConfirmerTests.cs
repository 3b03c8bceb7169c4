using PaymentHub.Callbacks;
using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Orders;

namespace PaymentHub.Tests.Callbacks;

public class ConfirmerTests
{
    private static readonly Notice Said = Samples.Deposit(NoticeStatus.Completed) with
    {
        OrderId = "dep_00000000000000000000000001",
        ProviderOrderId = "402",
        Amount = 10,
        Currency = "USDT",
        Network = "tron",
        Address = "TA",
        CustomerId = "u-1",
        TransactionId = "0f",
    };

    private readonly FakeProviderAccount _provider = new();

    [Theory]
    [InlineData(NoticeStatus.Pending, true, true, 0)]
    [InlineData(NoticeStatus.Completed, false, true, 0)]
    [InlineData(NoticeStatus.Completed, true, false, 0)]
    [InlineData(NoticeStatus.Completed, true, true, 1)]
    [InlineData(NoticeStatus.Failed, true, true, 1)]
    [InlineData(NoticeStatus.Rejected, true, true, 1)]
    public async Task The_provider_is_asked_about_final_notices_where_it_can_be(NoticeStatus status, bool confirm, bool answers, int asked)
    {
        var notice = Said with { Status = status };
        var provider = new FakeProviderAccount { Answers = answers, Answer = new ProviderResult<Notice>.Good(notice) };

        var taken = Assert.IsType<Confirmation.Take>(
            await Confirmer.ConfirmAsync(TestDirectory.Account(provider, confirm), notice, request: null, default)
        );

        Assert.Equal(notice with { Confirmed = asked == 1 }, taken.Notice);
        Assert.Equal(asked, provider.Asked);
    }

    public static TheoryData<string, Notice, bool> Answers =>
        new()
        {
            { "the same", Said, true },
            { "the same, the amount with more zeros", Said with { Amount = 10.000m }, true },
            {
                "less, but nothing else",
                new Notice { Kind = OrderKind.Deposit, Status = NoticeStatus.Completed },
                true
            },
            { "the currency in another case", Said with { Currency = "usdt" }, true },
            { "another final status", Said with { Status = NoticeStatus.Failed }, false },
            { "another amount", Said with { Amount = 11 }, false },
            { "another currency", Said with { Currency = "TRX" }, false },
            { "another network", Said with { Network = "bsc" }, false },
            { "another address", Said with { Address = "TB" }, false },
            { "another customer", Said with { CustomerId = "u-2" }, false },
        };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task The_answer_counts_and_a_different_one_is_a_disagreement(string what, Notice answer, bool agrees)
    {
        _provider.Answer = new ProviderResult<Notice>.Good(answer);

        var taken = Assert.IsType<Confirmation.Take>(await ConfirmAsync()).Notice;

        Assert.Equal(agrees, taken.Confirmed);
        Assert.True((taken.Doubt == ReviewReason.None) == agrees, what);
        Assert.Equal(agrees ? ReviewReason.None : ReviewReason.ProviderDisagrees, taken.Doubt);
        Assert.Equal((answer.Status, answer.Amount ?? 10, Said.OrderId, "402"), (taken.Status, taken.Amount, taken.OrderId, taken.ProviderOrderId));
    }

    /// <summary>A callback that comes late tells what was paid then, and anybody may have sent dust since.</summary>
    [Theory]
    [InlineData(10.05, true)]
    [InlineData(10.2, false)]
    public async Task What_the_order_s_own_rule_takes_for_the_same_is_no_disagreement(decimal answered, bool agrees)
    {
        var request = new OrderRequest
        {
            Reference = "r-1",
            Amount = 10,
            Currency = "USDT",
            Amounts = new AmountRule { TolerancePercent = 1 },
            Fingerprint = "f",
        };
        _provider.Answer = new ProviderResult<Notice>.Good(Said with { Amount = answered });

        var taken = Assert.IsType<Confirmation.Take>(await Confirmer.ConfirmAsync(TestDirectory.Account(_provider), Said, request, default)).Notice;

        Assert.Equal((agrees, answered), (taken.Confirmed, taken.Amount));
    }

    [Fact]
    public async Task What_the_answer_leaves_out_is_taken_from_the_callback()
    {
        _provider.Answer = new ProviderResult<Notice>.Good(
            new Notice
            {
                Kind = OrderKind.Deposit,
                Status = NoticeStatus.Completed,
                FromAddress = "TF",
            }
        );

        var taken = Assert.IsType<Confirmation.Take>(await ConfirmAsync()).Notice;

        Assert.Equal(Said with { FromAddress = "TF", Confirmed = true }, taken);
    }

    [Fact]
    public async Task A_failure_is_told_in_the_callback_s_words_when_the_answer_has_none()
    {
        var said = Said with { Status = NoticeStatus.Failed, Failure = new Failure("7", "no") };
        _provider.Answer = new ProviderResult<Notice>.Good(said with { Failure = null });

        var taken = Assert
            .IsType<Confirmation.Take>(await Confirmer.ConfirmAsync(TestDirectory.Account(_provider), said, request: null, default))
            .Notice;

        Assert.Equal(new Failure("7", "no"), taken.Failure);
    }

    [Fact]
    public async Task The_doubts_of_both_are_kept()
    {
        _provider.Answer = new ProviderResult<Notice>.Good(Said with { Doubt = ReviewReason.AmountOutOfRange });

        var taken = await Confirmer.ConfirmAsync(
            TestDirectory.Account(_provider),
            Said with
            {
                Doubt = ReviewReason.CurrencyMismatch,
            },
            request: null,
            default
        );

        Assert.Equal(ReviewReason.AmountOutOfRange | ReviewReason.CurrencyMismatch, Assert.IsType<Confirmation.Take>(taken).Notice.Doubt);
    }

    [Theory]
    [InlineData(NoticeStatus.Pending)]
    [InlineData(NoticeStatus.Expired)]
    public async Task An_answer_that_is_not_final_is_taken_so_far(NoticeStatus status)
    {
        _provider.Answer = new ProviderResult<Notice>.Good(Said with { Status = status });

        Assert.Equal(Said with { Status = status, Confirmed = true }, Assert.IsType<Confirmation.NotYet>(await ConfirmAsync()).SoFar);
    }

    [Fact]
    public async Task An_order_that_the_query_does_not_know_is_not_confirmed_yet()
    {
        _provider.Answer = new ProviderResult<Notice>.Absent();

        Assert.Null(Assert.IsType<Confirmation.NotYet>(await ConfirmAsync()).SoFar);
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_is_asked_later()
    {
        _provider.Answer = new ProviderResult<Notice>.Unavailable("timeout");
        var away = await ConfirmAsync();
        _provider.Answer = new ProviderResult<Notice>.Refused("401", "");
        var refused = await ConfirmAsync();

        Assert.Equal("timeout", Assert.IsType<Confirmation.Later>(away).Reason);
        Assert.Equal("the query was refused with code 401", Assert.IsType<Confirmation.Later>(refused).Reason);
    }

    private Task<Confirmation> ConfirmAsync() =>
        Confirmer.ConfirmAsync(TestDirectory.Account(_provider), Said, request: null, CancellationToken.None);
}
